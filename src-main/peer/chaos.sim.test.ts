import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import type { PickingName } from '../../src-shared/swarm/picking.ts'
import { noFaults, noLimits } from '../../src-shared/swarm/view.ts'
import { sameBytes } from '../storage/hasher.ts'
import type { MemoryStore } from '../storage/memory-store.ts'
import { sampleTorrent } from '../testing/sample-torrent.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

// Whatever is done to peers while they download, and in whatever order: nothing is lost, nobody innocent is banned, and
// nothing is left behind.

const kibibyte = 1024
const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']

type Act = (peer: Peer, swarm: SimulatedSwarm, lot: number) => void

const infoHashOf = (swarm: SimulatedSwarm) => swarm.metainfo!.infoHash
const linksOf = (peer: Peer) => [...peer.swarms.values()].flatMap(({ links }) => [...links])
const linkOf = (peer: Peer, lot: number) => linksOf(peer)[lot % Math.max(1, linksOf(peer).length)]

const spoiler = (swarm: SimulatedSwarm) => [...swarm.stores.keys()][0]

function resume(peer: Peer, swarm: SimulatedSwarm): void {
  const paused = peer.paused.get(infoHashOf(swarm))
  if (!paused) return
  peer.join(paused.content, paused.options)
  void peer.connect(addresses)
}

const acts: Readonly<Record<string, Act>> = {
  pause: (peer, swarm) => void peer.pause(infoHashOf(swarm)),
  resume: (peer, swarm) => resume(peer, swarm),
  'pause and resume': (peer, swarm) => {
    peer.pause(infoHashOf(swarm))
    resume(peer, swarm)
  },
  connect: (peer) => void peer.connect(addresses),
  'close a link': (peer, _swarm, lot) =>
    void peer.controls.closeLink(linkOf(peer, lot)?.id ?? ('' as never), lot % 2 === 0),
  freeze: (peer) => void peer.controls.setFaults(null, { frozen: true, latencyMs: 0 }),
  thaw: (peer) => void peer.controls.setFaults(null, noFaults),
  'freeze a link': (peer, _swarm, lot) =>
    void peer.controls.setFaults(linkOf(peer, lot)?.id ?? ('' as never), {
      frozen: lot % 3 === 0,
      latencyMs: lot % 300,
    }),
  'be late': (peer, _swarm, lot) => void peer.controls.setFaults(null, { frozen: false, latencyMs: lot % 500 }),
  limit: (peer, _swarm, lot) =>
    void peer.controls.setLimits(
      { kind: 'peer' },
      { upBytesPerSec: lot * kibibyte, downBytesPerSec: (lot % 7) * 50 * kibibyte || null },
    ),
  'limit a swarm': (peer, swarm, lot) =>
    void peer.controls.setLimits(
      { kind: 'swarm', infoHash: infoHashOf(swarm) },
      { upBytesPerSec: null, downBytesPerSec: lot * kibibyte },
    ),
  'limit a link': (peer, _swarm, lot) =>
    void peer.controls.setLimits(
      { kind: 'link', link: linkOf(peer, lot)?.id ?? ('' as never) },
      { upBytesPerSec: lot * kibibyte, downBytesPerSec: null },
    ),
  unlimit: (peer) => void peer.controls.setLimits({ kind: 'peer' }, noLimits),
  'choose files': (peer, swarm, lot) =>
    peer.swarms.get(infoHashOf(swarm))?.chooseFiles([[], [0], [1], [0, 2]][lot % 4] ?? []),
  // Only ever the first peer, so that there is a seeder whom everybody believes.
  'spoil a block': (_peer, swarm, lot) => void (lot % 4 === 0 && spoiler(swarm)?.controls.corruptNextBlock(null)),
  'change rules': (peer, swarm, lot) => {
    const choking = (['lab', 'bep3', 'none'] as ChokingName[])[lot % 3]!
    const picking = (['rarest-first', 'in-order', 'random'] as PickingName[])[lot % 3]!
    peer.swarms.get(infoHashOf(swarm))?.changeStrategy({ choking, picking })
  },
}

function slowDown(swarm: SimulatedSwarm, store: MemoryStore): void {
  const wait = () => new Promise<void>((resolve) => swarm.clock.after(40, resolve))
  const [readInto, write] = [store.readInto.bind(store), store.write.bind(store)]
  store.readInto = (offset, targets) => wait().then(() => readInto(offset, targets))
  store.write = (offset, chunk) => wait().then(() => write(offset, chunk))
}

/** Two seeders and two leechers of three files, each with a slow disk; all connected. */
async function busySwarm(seed: number) {
  const swarm = new SimulatedSwarm(seed)
  const paths = [['first'], ['second'], ['third']]
  swarm.shared = await sampleTorrent([150_000, 100_001, 200_000], { paths, pieceLengthBytes: 32 * kibibyte })
  const { bytes } = swarm.shared
  const peers = [await swarm.add(bytes), await swarm.add(bytes), await swarm.add(null), await swarm.add(null)]
  for (const peer of peers) {
    slowDown(swarm, swarm.stores.get(peer)!)
    peer.controls.setLimits({ kind: 'peer' }, { upBytesPerSec: 100 * kibibyte, downBytesPerSec: null })
  }
  for (const peer of peers.slice(2)) void peer.connect(addresses)
  return { swarm, bytes, peers }
}

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  who: fc.nat(3),
  lot: fc.integer({ min: 1, max: 1_000 }),
  restMs: fc.constantFrom(0, 1, 10, 60, 250, 1_000, 5_000, 20_000),
})

test('the download survives it all', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), fc.array(step, { maxLength: 25 }), async (seed, steps) => {
      const { swarm, bytes, peers } = await busySwarm(seed)
      for (const { act, who, lot, restMs } of steps) {
        acts[act]!(peers[who]!, swarm, lot)
        await swarm.clock.advance(restMs)
      }
      for (const peer of peers) {
        peer.controls.setFaults(null, noFaults)
        for (const link of linksOf(peer)) peer.controls.setFaults(link.id, noFaults)
        for (const link of linksOf(peer)) peer.controls.setLimits({ kind: 'link', link: link.id }, noLimits)
        resume(peer, swarm)
        peer.controls.setLimits({ kind: 'peer' }, noLimits)
        peer.controls.setLimits({ kind: 'swarm', infoHash: infoHashOf(swarm) }, noLimits)
        peer.swarms.get(infoHashOf(swarm))?.chooseFiles([])
        if (!swarm.isSeeding(peer)) void peer.connect(addresses)
      }
      const isDone = () => peers.every((peer) => swarm.isSeeding(peer))
      expect(await swarm.clock.runUntil(isDone, 180_000)).toBe(true)
      for (const peer of peers) expect(sameBytes(swarm.stores.get(peer)!.bytes, bytes)).toBe(true)
      const banned = swarm.events.flatMap((event) => (event.type === 'peer-banned' ? [event.peer] : []))
      expect(banned.filter((id) => id !== peers[0]?.id)).toEqual([])
      const didSpoil = swarm.events.some(({ type }) => type === 'block-corrupted')
      if (!didSpoil) expect(swarm.events.filter(({ type }) => type === 'piece-rejected')).toEqual([])
      const broken = swarm.events.flatMap((event) => (event.type === 'link-closed' ? [event.reason] : []))
      expect(broken.filter(({ code }) => ['protocol-error', 'not-reading'].includes(code))).toEqual([])
      for (const peer of peers) void peer.stop()
      await swarm.clock.advance(60_000)
      expect(swarm.network.open.size).toBe(0)
      expect(swarm.clock.waiting).toBe(0)
    }),
    { numRuns: 30 },
  )
})
