import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameBytes } from '../storage/hasher.ts'
import { type Shared, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024

/** One torrent, its sharing peer by number, and how it is cut. */
const torrents = fc.array(
  fc.record({
    seeder: fc.integer({ min: 0, max: 2 }),
    lengthBytes: fc.integer({ min: 20 * kibibyte, max: 300 * kibibyte }),
    pieceLengthBytes: fc.constantFrom(16 * kibibyte, 32 * kibibyte, 64 * kibibyte),
  }),
  { minLength: 2, maxLength: 4 },
)

test('swarms with opposite roles over the same peers never mix: each block goes to its own file', {
  timeout: 60_000,
}, async () => {
  let entriesSeen = 0
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), torrents, async (seed, wanted) => {
      const swarm = new SimulatedSwarm(seed)
      const peers: Peer[] = []
      while (peers.length < 3) peers.push(await swarm.start({ upBytesPerSec: 200 * kibibyte }))
      const shared: Shared[] = []
      const stores = new Map<string, Uint8Array>()
      for (const [i, { seeder, lengthBytes, pieceLengthBytes }] of wanted.entries()) {
        const torrent = await swarm.share(lengthBytes, `noise-${i}.bin`, pieceLengthBytes)
        shared.push(torrent)
        for (const [number, peer] of peers.entries()) {
          await swarm.join(peer, number === seeder ? torrent.bytes : null, {}, torrent)
          const store = swarm.stores.get(peer)
          if (store) stores.set(`${number} ${i}`, store.bytes)
        }
        const others = peers.filter((_, number) => number !== seeder)
        for (const peer of others) void peer.connect([peers[seeder]!.loopbackAddress], torrent.metainfo.infoHash)
      }
      const isDone = () =>
        shared.every(({ metainfo }) => peers.every((peer) => swarm.isSeeding(peer, metainfo.infoHash)))
      expect(await swarm.clock.runUntil(isDone, 120_000)).toBe(true)
      await swarm.clock.advance(1_000)
      for (const [i, { bytes }] of shared.entries())
        for (const number of peers.keys()) expect(sameBytes(stores.get(`${number} ${i}`)!, bytes)).toBe(true)
      entriesSeen += expectTrueEntries(swarm, peers, shared)
      expect(peers.map((peer) => swarm.view.peers[peer.id]?.routing.count)).toEqual([0, 0, 0])
    }),
    { numRuns: 25 },
  )
  expect(entriesSeen).toBeGreaterThan(100)
})

/**
 * Whatever the routing tables showed: a block that the torrent has, from another peer, at its place in the torrent's own file,
 * and flagged when it is the last of its piece. How many entries.
 */
function expectTrueEntries(swarm: SimulatedSwarm, peers: readonly Peer[], shared: readonly Shared[]): number {
  const tables = swarm.events.filter((event) => event.type === 'routing-table')
  for (const { observer, entries } of tables) {
    for (const { infoHash, peer, piece, block, pointer, flag } of entries) {
      const { bytes, metainfo } = shared.find((torrent) => torrent.metainfo.infoHash === infoHash)!
      const offset = piece * metainfo.pieceLengthBytes + block * 16 * kibibyte
      expect(pointer).toEqual({ file: metainfo.name, offset })
      const next = offset + 16 * kibibyte
      expect(offset).toBeLessThan(bytes.length)
      expect(flag).toBe(next >= bytes.length || next % metainfo.pieceLengthBytes === 0 ? 1 : 0)
      expect(peers.map(({ id }) => id).filter((id) => id !== observer)).toContain(peer)
    }
  }
  return tables.reduce((sum, { entries }) => sum + entries.length, 0)
}
