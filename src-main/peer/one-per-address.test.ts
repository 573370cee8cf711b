import { expect, test } from 'vitest'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { explainOnePerAddress } from './one-per-address.ts'

const closed = { code: 'closed-in-handshake' } as const
const to = '127.0.0.1:6881' as Address
const own = '127.0.0.1:7000' as Address
const ourKind = `2d5353${'0'.repeat(34)}` as PeerId

function member(id: string, agent: string, server: string): Member {
  return { id: id as PeerId, agent, server: server as Address } as Member
}

const guest = member('aa', 'qBittorrent 4.5.2', to)
const neighbour = member(ourKind, 'Swarmscope 0.1.0', '127.0.0.1:5000')

function explain(changes: Partial<Parameters<typeof explainOnePerAddress>[0]> = {}) {
  return explainOnePerAddress({ to, reason: closed, own, members: [guest, neighbour], ...changes })
}

test('a client that is known for it and closes while a neighbour has this address takes one connection from each', () => {
  expect(explain()).toEqual({ code: 'one-per-address', agent: 'qBittorrent 4.5.2' })
  expect(explain({ members: [member('aa', 'libtorrent/2.0.8.0', to), neighbour] }).code).toBe('one-per-address')
  expect(explain({ members: [member('aa', 'Transmission 3.00', to), neighbour] }).code).toBe('one-per-address')
})

test('otherwise the reason stays what it was', () => {
  expect(explain({ members: [guest] })).toBe(closed)
  expect(explain({ members: [neighbour] })).toBe(closed)
  expect(explain({ members: [member('aa', 'Transmission 4.0.6', to), neighbour] })).toBe(closed)
  expect(explain({ own: null })).toBe(closed)
  expect(explain({ own: '127.0.0.2:7000' as Address })).toBe(closed)
  const refused = { code: 'refused' } as const
  expect(explain({ reason: refused })).toBe(refused)
})
