import { expect, test } from 'vitest'
import { sameBytes } from '../storage/hasher.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'

const mebibyte = 1024 * 1024

async function seederAndTwoLeechers(seed: number) {
  const swarm = new SimulatedSwarm(seed)
  const { bytes } = await swarm.share(mebibyte)
  const limits = { upBytesPerSec: mebibyte / 4 }
  const [p1, p2, p3] = [await swarm.add(bytes, limits), await swarm.add(null, limits), await swarm.add(null, limits)]
  return { swarm, bytes, p1, p2, p3 }
}

test('a leecher that joins one peer gets to know the swarm, and the links are those of the course', async () => {
  const { swarm, p1, p2, p3 } = await seederAndTwoLeechers(1)
  const first = p2.connect(['10.0.0.1'])
  await swarm.clock.advance(1000)
  expect(await first).toEqual([{ address: '10.0.0.1', ok: true, clientId: 5001, peer: p1.id }])
  void p3.connect(['10.0.0.1:5000'])
  await swarm.clock.advance(2000)
  expect(swarm.clientsOf(p1)).toEqual({})
  expect(swarm.clientsOf(p2)).toEqual({ 5001: '10.0.0.1:5000', 5002: '10.0.0.3:5000' })
  expect(swarm.clientsOf(p3)).toEqual({ 5001: '10.0.0.1:5000', 5002: '10.0.0.2:5000' })
})

test('everyone gets the file byte for byte, from each other too, and turns from leecher to peer to seeder', async () => {
  const { swarm, bytes, p1, p2, p3 } = await seederAndTwoLeechers(2)
  void p2.connect(['10.0.0.1'])
  void p3.connect(['10.0.0.1'])
  const seeding = () => [p1, p2, p3].every((peer) => [...peer.swarms.values()][0]?.role === 'seeder')
  expect(await swarm.clock.runUntil(seeding, 60_000)).toBe(true)
  for (const peer of [p2, p3]) expect(sameBytes(swarm.stores.get(peer)!.bytes, bytes)).toBe(true)
  const roles = swarm.events.filter((event) => event.type === 'role-changed' && event.observer === p2.id)
  expect(roles.map((event) => event.type === 'role-changed' && event.role)).toEqual(['peer', 'seeder'])
  const senders = new Set(
    swarm.events.flatMap((event) => (event.type === 'piece-verified' && event.observer === p3.id ? event.from : [])),
  )
  expect(senders).toEqual(new Set([p1.id, p2.id]))
})

test('a peer that is killed leaves every list at once, with its reason, and one that stops says that it leaves', async () => {
  const { swarm, p2, p3, p1 } = await seederAndTwoLeechers(3)
  void p2.connect(['10.0.0.1'])
  void p3.connect(['10.0.0.1'])
  await swarm.clock.advance(2000)
  void p3.stop(true)
  await swarm.clock.advance(1000)
  const left = () => swarm.events.filter((event) => event.type === 'member-left')
  expect(left().map((event) => event.type === 'member-left' && [event.observer, event.reason.code])).toEqual(
    expect.arrayContaining([
      [p1.id, 'reset'],
      [p2.id, 'reset'],
    ]),
  )
  expect(swarm.view.peers[p3.id]).toBeUndefined()
  void p2.stop()
  await swarm.clock.advance(1000)
  expect(left().at(-1)).toMatchObject({ observer: p1.id, peer: p2.id, reason: { code: 'left' } })
  expect(p1.tracker.members([...p1.swarms.keys()][0] as never).map((member) => member.name)).toEqual(['P1'])
})

test('one whose program is ended between seeders is said to have gone without a goodbye, and leaves the list', async () => {
  const swarm = new SimulatedSwarm(8)
  const { bytes } = await swarm.share(mebibyte)
  const [p1, p2] = [await swarm.add(bytes), await swarm.add(bytes)]
  void p2.connect(['10.0.0.1'])
  await swarm.clock.advance(1000)
  // The system closes the sockets of a program that has ended; nothing in it can say a word.
  for (const connection of swarm.network.open) connection.end()
  await swarm.clock.advance(1000)
  expect(swarm.events).toContainEqual(
    expect.objectContaining({ type: 'member-left', observer: p1.id, peer: p2.id, reason: { code: 'no-goodbye' } }),
  )
})

test('a peer that falls silent is dropped after the silence limit', async () => {
  const { swarm, p1, p2 } = await seederAndTwoLeechers(4)
  void p2.connect(['10.0.0.1'])
  await swarm.clock.advance(10_000)
  for (const connection of swarm.network.open) connection.write = () => true
  await swarm.clock.advance(16_000)
  expect(swarm.events).toContainEqual(
    expect.objectContaining({
      type: 'member-left',
      observer: p1.id,
      peer: p2.id,
      reason: { code: 'silent', seconds: 15 },
    }),
  )
})

test('each address has its own result and one failure stops nothing', async () => {
  const { swarm, p1, p2 } = await seederAndTwoLeechers(5)
  const results = p2.connect(['10.0.0.1', '10.0.0.2', '10.0.0.9', 'nonsense', '10.0.0.1/5000'])
  await swarm.clock.advance(15_000)
  const outcomes = (await results).map((result) => (result.ok ? result.peer : result.reason.code))
  expect(outcomes).toEqual([p1.id, 'self', 'refused', 'bad-address', 'already-connected'])
})

test('when the client ports are used up, the rest are told so, and a closed client gives its port back', async () => {
  const { swarm, p1, p3 } = await seederAndTwoLeechers(6)
  void p3.connect(['10.0.0.1', '10.0.0.2'])
  await swarm.clock.advance(1000)
  const p4 = await swarm.add(null, { clientPorts: { first: 5001, last: 5002 } })
  const results = p4.connect(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  await swarm.clock.advance(1000)
  expect((await results).map((result) => (result.ok ? result.clientId : result.reason.code))).toEqual([
    5001,
    5002,
    'no-client-port',
  ])
  void p1.stop()
  await swarm.clock.advance(20_000)
  expect(swarm.clientsOf(p4)).toEqual({ 5001: '10.0.0.3:5000', 5002: '10.0.0.2:5000' })
})

test('of two links between two leechers each hears of new pieces over its own; when that ends, over the other', async () => {
  const { swarm, p1, p2, p3 } = await seederAndTwoLeechers(10)
  void p2.connect(['10.0.0.1'])
  void p3.connect(['10.0.0.1'])
  const swarmOf = (peer: typeof p1) => [...peer.swarms.values()][0]!
  expect(await swarm.clock.runUntil(() => [p2, p3].every((peer) => swarmOf(peer).role === 'seeder'), 60_000)).toBe(true)
  await swarm.clock.advance(2_000)
  const atP2 = swarmOf(p2).links.to(p3.id)
  const own = atP2.find(({ dialled }) => dialled)!
  const other = atP2.find(({ dialled }) => !dialled)!
  const knowsAll = ({ remotePieces: { size, count } }: typeof own) => size === count
  expect([knowsAll(own), knowsAll(other)]).toEqual([true, false])
  own.close({ code: 'we-closed' })
  await swarm.clock.advance(1_000)
  expect(knowsAll(other)).toBe(true)
})

test('a handshake for another info hash is closed with that reason', async () => {
  const { swarm, p1 } = await seederAndTwoLeechers(7)
  const stranger = new SimulatedSwarm(8)
  Object.assign(stranger, { clock: swarm.clock, network: swarm.network })
  await stranger.share(20_000)
  const other = await stranger.add(null)
  void other.connect(['10.0.0.1'])
  await swarm.clock.advance(1000)
  expect(swarm.events.filter((event) => event.type === 'server-turned-away')).toMatchObject([
    { observer: p1.id, reason: { code: 'wrong-info-hash' } },
    // Closed without a word, it comes again encrypted.
    { observer: p1.id, reason: { code: 'wrong-info-hash' } },
  ])
})

test('a stopped swarm leaves no timer and no connection behind', async () => {
  const { swarm, p1, p2, p3 } = await seederAndTwoLeechers(9)
  void p2.connect(['10.0.0.1'])
  void p3.connect(['10.0.0.1', '10.0.0.77'])
  await swarm.clock.advance(1500)
  for (const peer of [p1, p2, p3]) void peer.stop()
  await swarm.clock.advance(15_000)
  expect(swarm.network.open.size).toBe(0)
  expect(swarm.clock.waiting).toBe(0)
})
