import { expect, test } from 'vitest'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { believable, reachableFrom, withinPieces } from './listed-addresses.ts'

const self = 'aa'.repeat(20) as PeerId
const other = 'bb'.repeat(20) as PeerId

function between(local: string, remote: string): Link {
  return { connection: { local: { host: local, port: 5000 }, remote: { host: remote, port: 40_000 } } } as Link
}

function member(id: PeerId, server: string | null): Member {
  return { id, server: server as Address | null, haveCount: 3 } as Member
}

test('a member on this computer is listed to another computer at the address it sees us at', () => {
  const link = between('10.0.0.7', '10.0.0.8')
  expect(reachableFrom(link, member(other, '127.0.0.1:7000'), self).server).toBe('10.0.0.7:7000')
  expect(reachableFrom(link, member(other, '[::1]:7000'), self).server).toBe('10.0.0.7:7000')
  expect(reachableFrom(link, member(other, '127.0.0.2:7000'), self).server).toBeNull()
  expect(reachableFrom(link, member(self, '192.168.1.2:5000'), self).server).toBe('10.0.0.7:5000')
  expect(reachableFrom(link, member(other, '10.0.0.9:5000'), self).server).toBe('10.0.0.9:5000')
})

test('on this computer a loopback address stays what it is', () => {
  const link = between('127.0.0.1', '127.0.0.1')
  expect(reachableFrom(link, member(other, '127.0.0.1:7000'), self).server).toBe('127.0.0.1:7000')
  expect(believable(link, member(other, '127.0.0.1:7000')).server).toBe('127.0.0.1:7000')
})

test('a loopback address in a list from another computer is not believed', () => {
  expect(believable(between('10.0.0.7', '10.0.0.8'), member(other, '127.0.0.1:22')).server).toBeNull()
  expect(believable(between('10.0.0.7', '10.0.0.8'), member(other, '10.0.0.9:5000')).server).toBe('10.0.0.9:5000')
})

test('a list leads to no well-known service, no crowd and no more pieces than there are', () => {
  const link = between('10.0.0.7', '10.0.0.8')
  for (const server of [
    '10.0.0.9:22',
    '224.0.0.1:5000',
    '255.255.255.255:5000',
    '0.0.0.0:5000',
    '[ff02::1]:5000',
    '[fe80::7]:5000',
  ]) {
    expect(believable(link, member(other, server)).server).toBeNull()
  }
  expect(withinPieces(member(other, null), 2)).toMatchObject({ haveCount: 2, role: 'seeder' })
})
