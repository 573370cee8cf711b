import { beforeEach, expect, test } from 'vitest'
import type { Metainfo } from '../src-shared/metainfo/metainfo.ts'
import { readMetainfo } from '../src-shared/metainfo/metainfo.ts'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { reduce } from '../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../src-shared/swarm/view.ts'
import { CommandError } from './command-failure.ts'
import type { ContentSource } from './content-source.ts'
import { LocalPeer } from './local-peer.ts'
import { MemoryNetwork } from './net/memory-transport.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { labConfig, labPorts } from './peer/config.ts'
import { seededRandom } from './random.ts'
import { sha1, threadHasher } from './storage/hasher.ts'
import { makeTorrent } from './storage/make-torrent.ts'
import { MemoryStore } from './storage/memory-store.ts'
import { type OpenOptions, TorrentContent } from './storage/torrent-content.ts'
import { ManualClock } from './testing/manual-clock.ts'
import { noTrackers } from './testing/no-trackers.ts'

let view: View
let clock: ManualClock
let local: LocalPeer
let source: SlowSource

/** Content whose hashing ends when the test says so. */
class SlowSource implements ContentSource {
  readonly metainfo: Metainfo
  readonly place = null
  readonly #store: MemoryStore
  onChecked: (pieces: number) => void = () => undefined
  signal: AbortSignal | undefined
  opened = 0
  deleted = 0
  fresh = false
  deleting: Promise<void> = Promise.resolve()
  #settle: { resolve(content: TorrentContent): void; reject(error: Error): void } | undefined

  constructor(metainfo: Metainfo, store: MemoryStore) {
    this.metainfo = metainfo
    this.#store = store
  }

  isFresh = async () => this.fresh

  open({ onChecked = () => undefined, signal }: OpenOptions): Promise<TorrentContent> {
    this.opened++
    this.onChecked = onChecked
    this.signal = signal
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  }

  async deleteFiles(): Promise<void> {
    await this.deleting
    this.deleted++
  }

  async done(): Promise<void> {
    this.#settle?.resolve(await TorrentContent.open(this.metainfo, this.#store, threadHasher))
  }

  fail(): void {
    this.#settle?.reject(new CommandError('bad-file', 'The disk is away.'))
  }
}

beforeEach(async () => {
  view = emptyView
  clock = new ManualClock()
  let [seq, count] = [0, 0]
  const setup = { name: 'P1', me: true, listen: { host: '10.0.0.1', port: 5000 }, maxRemoteClients: 5 }
  local = new LocalPeer(
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
  source = await sourceOf('notes.bin')
})

async function sourceOf(name: string): Promise<SlowSource> {
  const store = new MemoryStore(new Uint8Array(40_000).fill(name.length))
  const making = { name, lengthBytes: 40_000, pieceLengthBytes: 16_384, store, hash: threadHasher, createdBy: 'test' }
  return new SlowSource(readMetainfo(await makeTorrent(making), sha1), store)
}

const part = ({ metainfo }: ContentSource = source) => view.peers[local.peer.id]?.swarms[metainfo.infoHash]
const hash = (): InfoHash => source.metainfo.infoHash
const plain = { options: {}, paused: false, servers: [] }

/** Takes the source up and waits until its hashing has begun. */
async function checking(wish: Partial<typeof plain> = {}): Promise<void> {
  local.takeUp(source, { ...plain, ...wish })
  await expect.poll(() => source.opened).toBe(1)
}

test('progress is told, but not more than ten times a second', async () => {
  await checking()
  expect(part()).toMatchObject({ state: 'checking', checkedPieces: 0 })
  source.onChecked(1)
  expect(part()?.checkedPieces).toBe(0)
  await clock.advance(100)
  source.onChecked(2)
  expect(part()?.checkedPieces).toBe(2)
  await source.done()
  await expect.poll(() => part()).toMatchObject({ state: 'active', role: 'seeder' })
})

test('what is wished while it is checked holds when that is done', async () => {
  await checking()
  await local.pause(hash())
  await local.changeStrategy(hash(), 'bep3', 'random')
  await local.limitSwarm(hash(), { upBytesPerSec: 5000, downBytesPerSec: null })
  await source.done()
  const wished = { choking: 'bep3', picking: 'random', limits: { upBytesPerSec: 5000 } }
  await expect.poll(() => part()).toMatchObject({ state: 'paused', failure: null, ...wished })
  await local.resume(hash())
  expect(part()).toMatchObject({ state: 'active', ...wished })
})

test('a swarm that is removed while it is checked is gone for good', async () => {
  await checking()
  await local.remove(hash(), true)
  expect(source.signal?.aborted).toBe(true)
  expect([part(), source.deleted, local.holds(hash())]).toEqual([undefined, 1, false])
})

test('a failure pauses with its sentence, and resuming opens it afresh', async () => {
  await checking()
  source.fail()
  await expect.poll(() => part()).toMatchObject({ state: 'paused', failure: 'The disk is away.', haveCount: 0 })
  await local.resume(hash())
  await expect.poll(() => source.opened).toBe(2)
  await source.done()
  await expect.poll(() => part()).toMatchObject({ state: 'active', haveCount: 3 })
})

test('one that is checked while its peer is stopped goes on when the peer does', async () => {
  await checking()
  await local.stop(true)
  await source.done()
  expect(view.peers[local.peer.id]?.running).toBe(false)
  await local.restart()
  await expect.poll(() => part()?.state).toBe('active')
  expect(source.opened).toBe(1)
})

test('torrents are hashed one after the other, and one that is removed meanwhile is left out', async () => {
  const second = await sourceOf('second.bin')
  const third = await sourceOf('the third.bin')
  await checking()
  local.takeUp(second, plain)
  local.takeUp(third, plain)
  expect(part(second)).toMatchObject({ state: 'checking' })
  await local.remove(second.metainfo.infoHash, false)
  expect(third.opened).toBe(0)
  await source.done()
  await expect.poll(() => third.opened).toBe(1)
  expect(second.opened).toBe(0)
})

test('one of which nothing is there yet waits for no other', async () => {
  const second = await sourceOf('second.bin')
  second.fresh = true
  await checking()
  const taken = local.takeUp(second, plain)
  await expect.poll(() => second.opened).toBe(1)
  await second.done()
  await taken
  expect(part(second)?.state).toBe('active')
  expect(part()?.state).toBe('checking')
})

test('one that is taken up again while its files are being deleted waits for that', async () => {
  await checking()
  await source.done()
  await expect.poll(() => part()?.state).toBe('active')
  let deleted: () => void = () => undefined
  source.deleting = new Promise((resolve) => {
    deleted = resolve
  })
  const removing = local.remove(hash(), true)
  await expect.poll(() => local.holds(hash())).toBe(false)
  local.takeUp(source, plain)
  await new Promise((resolve) => setImmediate(resolve))
  expect(source.opened).toBe(1)
  deleted()
  await removing
  await expect.poll(() => source.opened).toBe(2)
  await source.done()
  await expect.poll(() => part()?.state).toBe('active')
})

test('a disk failure while it takes part pauses it, and after a restart its files are opened afresh', async () => {
  await checking()
  await source.done()
  await expect.poll(() => part()?.state).toBe('active')
  local.peer.pause(hash(), 'The disk is away.')
  expect(part()).toMatchObject({ state: 'paused', failure: 'The disk is away.' })
  await local.stop(false)
  await local.restart()
  await expect.poll(() => source.opened).toBe(2)
  await source.done()
  await expect.poll(() => part()).toMatchObject({ state: 'active', failure: null })
})

test('a recheck pauses, hashes, and goes on as it was: active, or paused by wish', async () => {
  await checking({ paused: true })
  await source.done()
  await expect.poll(() => part()?.state).toBe('paused')
  await local.recheck(hash())
  await expect.poll(() => source.opened).toBe(2)
  expect(part()?.state).toBe('checking')
  await local.recheck(hash())
  await source.done()
  await expect.poll(() => part()?.state).toBe('paused')
  expect(source.opened).toBe(2)
})

test('a peer that is restarted meanwhile tells again what it checks', async () => {
  await checking()
  await local.stop(false)
  expect(part()?.state).toBe('paused')
  await local.restart()
  expect(part()).toMatchObject({ state: 'checking', checkedPieces: 0 })
  await clock.advance(100)
  source.onChecked(2)
  expect(part()?.checkedPieces).toBe(2)
})
