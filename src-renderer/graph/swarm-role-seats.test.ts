import { expect, it } from 'vitest'
import type { SwarmRole } from './model.ts'
import { seatedRoles } from './swarm-role-seats.ts'

const roles = [...'ABCDEF'].map((letter): SwarmRole => ({ letter, role: 'peer' }))

it('seats each role at an angle of its own', () => {
  const angles = seatedRoles(roles.slice(0, 4)).map(({ angle }) => angle)
  expect(new Set(angles).size).toBe(4)
  expect(Math.min(...angles)).toBeGreaterThan(Math.PI / 2)
})

it('says how many find no seat', () => {
  const seats = seatedRoles(roles)
  expect(seats.map(({ letter }) => letter)).toEqual(['A', 'B', 'C', '+3'])
  expect(seats.at(-1)?.role).toBe('none')
})
