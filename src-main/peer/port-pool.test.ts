import { expect, test } from 'vitest'
import { PortPool } from './port-pool.ts'

const none = new Set<number>()

test('ports go out lowest first and come back', () => {
  const pool = new PortPool({ first: 5001, last: 5003 })
  expect([pool.take(none), pool.take(none), pool.take(none), pool.take(none)]).toEqual([5001, 5002, 5003, undefined])
  pool.giveBack(5002)
  expect(pool.take(none)).toBe(5002)
})

test('a port to avoid is passed over and stays free', () => {
  const pool = new PortPool({ first: 5001, last: 5002 })
  expect(pool.take(new Set([5001]))).toBe(5002)
  expect(pool.take(none)).toBe(5001)
})

test('a new range serves the next clients', () => {
  const pool = new PortPool({ first: 5001, last: 5001 })
  pool.take(none)
  pool.range = { first: 6001, last: 6001 }
  expect(pool.take(none)).toBe(6001)
})
