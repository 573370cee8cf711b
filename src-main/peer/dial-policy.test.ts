import { expect, test } from 'vitest'
import type { Member, Role } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, PeerId } from '../../src-shared/swarm/ids.ts'
import { DialPolicy } from './dial-policy.ts'
import type { Link } from './link.ts'

const dial = 'D1' as DialId
const refused = { code: 'refused' } as const

function member(name: string, lab: boolean, role: Role = 'leecher'): Member {
  return { id: name as PeerId, lab, role, server: '10.0.0.2:5000' as Address } as Member
}

function link(name: string, dialled: boolean): Link {
  return { remoteId: name as PeerId, dialled } as Link
}

const ours = member('A', true)
const foreign = member('A', false)
const policy = (self = 'M') => new DialPolicy(self as PeerId, { redialPauseMs: 1_000, maxOwnDials: 2 })

test('in the course a leecher dials every peer it has not dialled, also one that dialled it; a seeder waits', () => {
  expect(policy().wants(ours, [], false, 0)).toBe(true)
  expect(policy().wants(ours, [link('A', false)], false, 0)).toBe(true)
  expect(policy().wants(ours, [link('A', true)], false, 0)).toBe(false)
  expect(policy().wants(ours, [], true, 0)).toBe(false)
})

test('one of our own kind that only announced itself is dialled by a leecher; a seeder waits for it', () => {
  const announced = member(`2d5353${'0'.repeat(34)}`, false)
  expect(policy().wants(announced, [], false, 0)).toBe(true)
  expect(policy().wants(announced, [], true, 0)).toBe(false)
})

test('of two seeders without a link the one with the larger peer id dials', () => {
  const seeder = member('A', true, 'seeder')
  expect(policy('B').wants(seeder, [], true, 0)).toBe(true)
  expect(policy('0').wants(seeder, [], true, 0)).toBe(false)
  expect(policy('B').wants(seeder, [link('A', false)], true, 0)).toBe(false)
})

test('with any other client one link is enough, and a seeder dials too', () => {
  expect(policy().wants(foreign, [], true, 0)).toBe(true)
  expect(policy().wants(foreign, [link('A', false)], false, 0)).toBe(false)
  expect(policy().wants(member('A', false, 'seeder'), [], true, 0)).toBe(false)
})

test('after a failure it waits, longer each time, and at most a minute', () => {
  const tried = policy()
  const pauses: number[] = []
  let nowMs = 0
  for (let failure = 0; failure < 8; failure++) {
    tried.ended(ours.id, refused, dial, nowMs)
    const startedAtMs = nowMs
    while (!tried.wants(ours, [], false, nowMs)) nowMs += 500
    pauses.push((nowMs - startedAtMs) / 1_000)
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  tried.connected(ours.id)
  expect(tried.wants(ours, [], false, nowMs)).toBe(true)
})

test('only so many dials are under way at once, and none twice', () => {
  const busy = policy()
  busy.dialling(ours.id, 0)
  expect(busy.wants(ours, [], false, 0)).toBe(false)
  busy.dialling('B' as PeerId, 0)
  expect(busy.wants(member('C', true), [], false, 0)).toBe(false)
  busy.dialled('B' as PeerId, undefined, dial, 0)
  expect(busy.wants(member('C', true), [], false, 0)).toBe(true)
})

test('without a client port it dials nobody until one comes back', () => {
  const stuck = policy()
  stuck.dialled('B' as PeerId, { code: 'no-client-port', range: { first: 1, last: 2 } }, dial, 0)
  expect(stuck.wants(ours, [], false, 0)).toBe(false)
  stuck.outOfPorts = false
  expect(stuck.wants(ours, [], false, 0)).toBe(true)
})

test('who sent bad data is not dialled again', () => {
  const wary = policy()
  wary.ended(ours.id, { code: 'sent-bad-data' }, undefined, 0)
  expect(wary.wants(ours, [], false, 1e12)).toBe(false)
})

test('the failed dials of whom nobody lists any more are given up', () => {
  const tried = policy()
  tried.ended(ours.id, refused, dial, 0)
  expect(tried.forgetUnless(() => true)).toEqual([])
  expect(tried.forgetUnless(() => false)).toEqual([dial])
  expect(tried.forgetUnless(() => false)).toEqual([])
})

test('a pause is kept until it is over, and longer for whom somebody lists', () => {
  const tried = policy()
  tried.ended(ours.id, refused, dial, 0)
  tried.forgetPausesUnless(() => false, 999)
  expect(tried.wants(ours, [], false, 999)).toBe(false)
  tried.forgetPausesUnless(() => true, 1_000)
  tried.ended(ours.id, refused, dial, 1_000)
  expect(tried.wants(ours, [], false, 2_999)).toBe(false)
  tried.forgetPausesUnless(() => false, 3_000)
  tried.ended(ours.id, refused, dial, 3_000)
  expect(tried.wants(ours, [], false, 4_000)).toBe(true)
})

test('whoever comes under ever new names is not dialled without end', () => {
  const tried = policy()
  let dials = 0
  for (let number = 0; number < 1_000; number++) {
    const stranger = member(`${number}`, false)
    if (!tried.wants(stranger, [], false, number)) continue
    dials++
    tried.dialling(stranger.id, number)
    tried.dialled(stranger.id, refused, dial, number)
  }
  expect(dials).toBeLessThan(320)
})
