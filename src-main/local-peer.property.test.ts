import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Metainfo } from '../src-shared/metainfo/metainfo.ts'
import { reduce } from '../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../src-shared/swarm/view.ts'
import { CommandError } from './command-failure.ts'
import { type ContentSource, memorySource } from './content-source.ts'
import { LocalPeer } from './local-peer.ts'
import { MemoryNetwork } from './net/memory-transport.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { labConfig, labPorts } from './peer/config.ts'
import { seededRandom } from './random.ts'
import { MemoryStore } from './storage/memory-store.ts'
import { ManualClock } from './testing/manual-clock.ts'
import { noTrackers } from './testing/no-trackers.ts'
import { sampleTorrent } from './testing/sample-torrent.ts'

const sample = sampleTorrent([40_000, 30_000], { paths: [['a'], ['b']] })

const wishes = {
  pause: (local: LocalPeer, { metainfo }: ContentSource) => local.pause(metainfo.infoHash),
  resume: (local: LocalPeer, { metainfo }: ContentSource) => local.resume(metainfo.infoHash),
  recheck: (local: LocalPeer, { metainfo }: ContentSource) => local.recheck(metainfo.infoHash),
  remove: (local: LocalPeer, { metainfo }: ContentSource) => local.remove(metainfo.infoHash, true),
  takeUp: (local: LocalPeer, source: ContentSource) =>
    local.takeUp(source, { options: {}, paused: false, servers: [] }),
  // What is entered was opened elsewhere, as what is shared is.
  enter: async (local: LocalPeer, source: ContentSource) => local.enter(await contentOf(source.metainfo), source),
  some: (local: LocalPeer, { metainfo }: ContentSource) => local.chooseFiles(metainfo.infoHash, [1]),
  all: (local: LocalPeer, { metainfo }: ContentSource) => local.chooseFiles(metainfo.infoHash, []),
  rules: (local: LocalPeer, { metainfo }: ContentSource) => local.changeStrategy(metainfo.infoHash, 'bep3', 'random'),
  stop: (local: LocalPeer) => local.stop(false),
  kill: (local: LocalPeer) => local.stop(true),
  restart: (local: LocalPeer) => local.restart(),
  fail: async (local: LocalPeer, { metainfo }: ContentSource) =>
    local.peer.pause(metainfo.infoHash, 'The disk is away.'),
} satisfies Record<string, (local: LocalPeer, source: ContentSource) => Promise<unknown>>

type Wish = keyof typeof wishes

const contentOf = async (metainfo: Metainfo) => memorySource(metainfo, new MemoryStore((await sample).bytes)).open({})

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A disk that takes its time, and fails now and then while `fails` says so. */
function unsteady(metainfo: Metainfo, store: MemoryStore, seed: number) {
  const random = seededRandom(seed)
  const steady = memorySource(metainfo, store)
  const open = new Set<unknown>()
  const disk = { fails: true, open }
  const source: ContentSource = {
    ...steady,
    isFresh: async () => random.below(2) === 0,
    async open(options) {
      const using = {}
      open.add(using)
      try {
        await turns(random.below(6))
        options.signal?.throwIfAborted()
        if (disk.fails && random.below(4) === 0) throw new CommandError('bad-file', 'The disk is away.')
        const content = await steady.open(options)
        const { close } = content
        content.close = async () => {
          await Reflect.apply(close, content, [])
          open.delete(using)
        }
        return content
      } catch (error) {
        open.delete(using)
        throw error
      }
    },
    async deleteFiles() {
      expect(open.size).toBe(0)
      await turns(random.below(3))
      expect(open.size).toBe(0)
    },
  }
  return { disk, source }
}

test('whatever is wished in whatever hurry: nothing hangs, nothing stays open, and one click goes on', async () => {
  const { metainfo, bytes } = await sample
  const steps = fc.array(
    fc.tuple(fc.constantFrom(...(Object.keys(wishes) as Wish[])), fc.integer({ min: 0, max: 3 })),
    {
      maxLength: 14,
    },
  )
  const property = fc.asyncProperty(steps, fc.nat(), async (asked, seed) => {
    let view: View = emptyView
    let [seq, count] = [0, 0]
    const clock = new ManualClock()
    const setup = { name: 'P1', me: true, listen: { host: '10.0.0.1', port: 5000 }, maxRemoteClients: 5 }
    const local = new LocalPeer(
      { ...setup, clientPorts: labPorts.clients, reportsLinks: true, upBytesPerSec: null, downBytesPerSec: null },
      {
        transport: new MemoryNetwork(clock, 5).host('10.0.0.1'),
        clock,
        random: seededRandom(1),
        config: labConfig,
        ask: noTrackers,
        count: () => ++count,
        isHere: () => false,
        isWatched: () => true,
        observe: (observer, fact) => {
          view = reduce(view, { ...fact, observer, seq: ++seq, atMs: clock.nowMs() })
        },
      },
      new OneAtATime(),
    )
    await local.peer.runServer()
    const { disk, source } = unsteady(metainfo, new MemoryStore(bytes), seed)
    const part = () => view.peers[local.peer.id]?.swarms[metainfo.infoHash]
    const given: Promise<unknown>[] = []
    for (const [wish, pause] of [['takeUp', 0] as const, ...asked]) {
      // What is refused is refused with a sentence.
      given.push(wishes[wish](local, source).catch((error) => expect(error).toBeInstanceOf(CommandError)))
      await turns(pause)
    }
    await Promise.all(given)
    disk.fails = false
    await local.restart()
    if (!local.holds(metainfo.infoHash)) expect(part()).toBeUndefined()
    await local.takeUp(source, { options: {}, paused: false, servers: [] })
    await local.resume(metainfo.infoHash)
    await expect.poll(() => part(), { interval: 1 }).toMatchObject({ state: 'active', failure: null })
    expect(part()?.role).toBe('seeder')
    expect(disk.open.size).toBeLessThanOrEqual(1)
    await local.remove(metainfo.infoHash, true)
    expect([part(), disk.open.size, local.saved()]).toEqual([undefined, 0, []])
    await local.end()
  })
  await fc.assert(property, { numRuns: 1000 })
}, 60_000)
