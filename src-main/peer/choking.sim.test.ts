import { expect, test } from 'vitest'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import type { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, serveBytes, strangerAt } from '../testing/stranger.ts'
import type { Peer } from './peer.ts'

// The rounds of choking in a running swarm, as scripted peers feel them.

const block = 16 * 1024
type Round = Extract<SwarmEvent, { type: 'choke-round' }>

/** A peer that has the first `pieces` of `of`, and strangers who have none and are interested. */
async function peerAndStrangers(pieces: number, of: number, strangers: number, choking: ChokingName) {
  const swarm = new SimulatedSwarm(410)
  const { bytes } = await swarm.share(of * block, 'noise.bin', block)
  const peer = await swarm.add(pieces === 0 ? null : bytes.slice().fill(0, pieces * block), { join: { choking } })
  const others: ScriptedPeer[] = []
  for (let number = 1; number <= strangers; number++) {
    others.push((await strangerAt(swarm, { number })).say({ name: 'have-none' }, { name: 'interested' }))
    await swarm.clock.advance(500)
  }
  return { swarm, peer, others }
}

const rounds = (swarm: SimulatedSwarm) => swarm.events.filter((event): event is Round => event.type === 'choke-round')
const unchoked = (peer: Peer, strangers: readonly ScriptedPeer[]) =>
  strangers.filter((stranger) => !linkTo(peer, stranger).state.amChoking)
/** Lets time pass while everybody says that they are still there. */
async function pass(swarm: SimulatedSwarm, strangers: readonly ScriptedPeer[], seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    for (const stranger of strangers) stranger.say({ name: 'keep-alive' })
    await swarm.clock.advance(Math.min(10, seconds - passed) * 1_000)
  }
}

test('the first four get the slots at once, the fifth waits, and gets the slot of one that wants nothing any more', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 5, 'lab')
  const [first, , , , fifth] = others as [ScriptedPeer, ...ScriptedPeer[]]
  expect(unchoked(peer, others)).toEqual(others.slice(0, 4))
  first.say({ name: 'not-interested' })
  await swarm.clock.advance(500)
  expect(unchoked(peer, others)).toEqual(others.slice(1))
  expect(rounds(swarm).at(-1)?.round.lines).toContainEqual(
    expect.objectContaining({ peer: first.id, unchoked: false, reason: 'not-interested', changed: true }),
  )
  expect(fifth?.names).toContain('unchoke')
})

test('who leaves frees its slot between two rounds', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 5, 'lab')
  others[2]!.leave()
  await swarm.clock.advance(500)
  const staying = others.filter((_, i) => i !== 2)
  expect(unchoked(peer, staying)).toEqual(staying)
})

test('who loses interest while nobody waits keeps its slot, so that it can go on at once', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 1, 'lab')
  others[0]!.say({ name: 'not-interested' }, { name: 'interested' })
  await swarm.clock.advance(500)
  expect(unchoked(peer, others)).toEqual(others)
  expect(others[0]!.names).not.toContain('choke')
})

test('a flood of changes of mind is met with a few decisions a second', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 6, 'lab')
  const before = rounds(swarm).length
  const heard = others.map((stranger) => stranger.heard.length)
  for (let i = 0; i < 200; i++) {
    for (const stranger of others) stranger.say({ name: i % 2 ? 'interested' : 'not-interested' })
    await swarm.clock.advance(10)
  }
  expect(rounds(swarm).length - before).toBeLessThan(2 * 4 + 2)
  for (const [i, stranger] of others.entries()) expect(stranger.heard.length - heard[i]!).toBeLessThan(40)
  await swarm.clock.advance(500)
  expect(unchoked(peer, others)).toHaveLength(4)
})

test('another profile holds at once', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 6, 'lab')
  expect(unchoked(peer, others)).toHaveLength(4)
  const mine = [...peer.swarms.values()][0]!
  mine.changeStrategy({ choking: 'none', picking: 'rarest-first' })
  await swarm.clock.advance(500)
  expect(unchoked(peer, others)).toHaveLength(6)
  expect(rounds(swarm).at(-1)?.round).toMatchObject({ choking: 'none' })
  mine.changeStrategy({ choking: 'bep3', picking: 'rarest-first' })
  await swarm.clock.advance(500)
  expect(unchoked(peer, others)).toHaveLength(4)
  expect(rounds(swarm).at(-1)?.round).toMatchObject({ choking: 'bep3', nextInMs: 10_000 })
})

test('the optimistic slot goes round: in the lab everybody is served within a few rounds, though one is faster', async () => {
  const { swarm, others } = await peerAndStrangers(4, 4, 6, 'lab')
  await pass(swarm, others, 600)
  for (const stranger of others) expect(stranger.names).toContain('unchoke')
})

test('who comes and goes between two rounds is neither ranked nor missed', async () => {
  const { swarm, peer, others } = await peerAndStrangers(4, 4, 4, 'bep3')
  const guest = (await strangerAt(swarm, { number: 9 })).say({ name: 'have-none' }, { name: 'interested' })
  await swarm.clock.advance(300)
  guest.leave()
  const late = (await strangerAt(swarm, { number: 8 })).say({ name: 'have-none' }, { name: 'interested' })
  const before = rounds(swarm).length
  await pass(swarm, [...others, late], 20)
  const later = rounds(swarm).slice(before)
  expect(later.length).toBeGreaterThan(0)
  for (const { round } of later) expect(round.lines.map(({ peer: id }) => id)).not.toContain(guest.id)
  expect(later.at(-1)?.round.lines).toHaveLength(5)
  expect(unchoked(peer, [...others, late])).toHaveLength(4)
})

test('who unchokes us, owes us blocks and sends none for a minute has snubbed us, until it sends one', async () => {
  const { swarm, peer, others } = await peerAndStrangers(1, 40, 0, 'bep3')
  for (let number = 1; number <= 5; number++) {
    const stranger = await strangerAt(swarm, { number })
    others.push(stranger)
    const bits = Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0xff)
    stranger.say({ name: 'bitfield', bits }, { name: 'interested' }, { name: 'unchoke' })
    await swarm.clock.advance(100)
  }
  const snubs = () =>
    rounds(swarm)
      .at(-1)!
      .round.lines.filter(({ reason }) => reason === 'snubbed-us')
  await pass(swarm, others, 50)
  expect(snubs()).toEqual([])
  await pass(swarm, others, 40)
  // One of the five is unchoked by lot all the same.
  expect(snubs()).toHaveLength(4)
  expect(unchoked(peer, others)).toHaveLength(1)
  const choked = others.find((stranger) => linkTo(peer, stranger).state.amChoking)!
  serveBytes(swarm, choked)
  const request = choked.all('request').at(-1)!
  const at = request.piece * block + request.begin
  choked.say({ ...request, name: 'piece', block: swarm.shared!.bytes.slice(at, at + request.length) })
  await pass(swarm, others, 10)
  expect(snubs().map(({ peer: id }) => id)).not.toContain(choked.id)
  expect(rounds(swarm).at(-1)!.round.lines).toContainEqual(expect.objectContaining({ peer: choked.id, reason: 'fast' }))
})

test('who chokes us openly has not snubbed us', async () => {
  const { swarm, others } = await peerAndStrangers(1, 4, 0, 'bep3')
  const stranger = await strangerAt(swarm, { fast: false })
  others.push(stranger)
  stranger.say({ name: 'bitfield', bits: Uint8Array.of(0x70) }, { name: 'interested' }, { name: 'unchoke' })
  await swarm.clock.advance(1_000)
  stranger.say({ name: 'choke' })
  await pass(swarm, others, 120)
  expect(rounds(swarm).flatMap(({ round }) => round.lines.map(({ reason }) => reason))).not.toContain('snubbed-us')
})
