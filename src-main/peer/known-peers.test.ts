import { expect, test } from 'vitest'
import type { Member, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { KnownPeers } from './known-peers.ts'

const id = (name: string) => name as PeerId
const [self, alice, bob] = [id('self'), id('alice'), id('bob')]

function member(name: string, changes: Partial<Member> = {}): Member {
  const identity = { id: id(name), uuid: null, name, agent: 'test', server: null, lab: false }
  return { ...identity, role: 'peer', haveCount: 1, uploadedBytes: 0, downloadedBytes: 0, ...changes }
}

function known() {
  const facts: string[] = []
  const peers = new KnownPeers(self, 'c0' as InfoHash, (fact: SwarmFact) => {
    if (fact.type === 'member-joined') facts.push(`+${fact.member.id} by ${fact.introducedBy}`)
    if (fact.type === 'member-updated') facts.push(`${fact.member.id} ${fact.member.haveCount}`)
    if (fact.type === 'member-left') facts.push(`-${fact.peer}: ${fact.reason.code}`)
  })
  return { peers, facts, taken: () => facts.splice(0) }
}

test('who is listed is known until nobody lists it any more; what the first one says of it holds', () => {
  const { peers, taken } = known()
  expect(peers.listed(alice, [member('x'), member('self')])).toBe(true)
  expect(peers.listed(bob, [member('x', { haveCount: 2 })])).toBe(false)
  expect(taken()).toEqual(['+x by alice'])
  peers.listChanged(bob, [member('x', { haveCount: 3 })], [])
  expect(taken()).toEqual([])
  peers.listChanged(alice, [], [id('x'), id('nobody')])
  expect(taken()).toEqual(['x 3'])
  peers.listed(bob, [])
  expect(taken()).toEqual(['-x: no-longer-listed'])
  expect(peers.all()).toEqual([])
})

test('a list that comes whole takes the place of the one before', () => {
  const { peers, taken } = known()
  peers.listed(alice, [member('x'), member('y')])
  taken()
  expect(peers.listed(alice, [member('y'), member('z')])).toBe(true)
  expect(taken()).toEqual(['+z by alice', '-x: no-longer-listed'])
})

test('what a link says is surer than any list, and is gone with the link', () => {
  const { peers, taken } = known()
  peers.listed(alice, [member('bob', { haveCount: 4 })])
  peers.linked(member('bob', { haveCount: 5 }))
  peers.listChanged(alice, [member('bob', { haveCount: 6 })], [])
  expect(taken()).toEqual(['+bob by alice', 'bob 5'])
  peers.unlinked(bob, { code: 'reset' })
  expect(taken()).toEqual(['bob 6'])
  peers.unlinked(alice, { code: 'reset' })
  expect(taken()).toEqual(['-bob: reset'])
})

test('a peer that is gone lists nobody, whom others list stay', () => {
  const { peers } = known()
  peers.linked(member('alice'))
  peers.listed(alice, [member('x'), member('y')])
  peers.listed(bob, [member('y')])
  peers.unlinked(alice, { code: 'left' })
  expect(peers.all().map((one) => one.id)).toEqual(['y'])
  expect([...peers.dialable()].map((one) => one.id)).toEqual(['y'])
})
