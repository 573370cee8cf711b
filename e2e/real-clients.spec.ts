import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Child } from './child-process.ts'
import { startOurPeer } from './clients/our-peer.ts'
import { endClient, type RealClientKind, type RealClientTask, realClients } from './clients/real-clients.ts'
import { findFreePorts } from './free-ports.ts'
import { startPeer } from './terminal-peer.ts'

// Transmission unchokes anew every ten seconds, and takes its time before that.
test.describe.configure({ timeout: 120_000 })

const bytes = randomBytes(3 * 1024 * 1024 + 12_345)
// Of a folder with the second file not wanted: it shares a piece with each of its neighbours.
const files = { 'a.bin': randomBytes(300_000), 'b.bin': randomBytes(700_001), 'c.bin': randomBytes(200_000) } as const
const unwanted = [1]
let folder: string
let port: number
let stops: (() => Promise<unknown>)[]

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-clients-'))
  port = await findFreePorts(40)
  stops = []
  await mkdir(join(folder, 'theirs'))
})
test.afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()))
  await rm(folder, { recursive: true, force: true })
})

const shared = () => join(folder, 'shared.bin')
const theirPort = () => port + 33
const theirFile = (...names: string[]) => readFile(join(folder, 'theirs', ...names)).catch(() => Buffer.alloc(0))

/** What there is to share: one file, or a folder of them; answers its torrent and its magnet link without peers. */
async function make(isFolder = false): Promise<{ readonly torrent: string; readonly magnet: string }> {
  if (isFolder) await writeFolder(shared())
  else await writeFile(shared(), bytes)
  const maker = ours(0, '--seed', shared())
  const [magnet = ''] = await maker.waitFor(/magnet:\?xt=urn:btih:[0-9a-f]{40}/)
  await maker.stop()
  return { torrent: `${shared()}.torrent`, magnet }
}

async function writeFolder(path: string): Promise<void> {
  await mkdir(path)
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(path, name), content)))
}

async function start(kind: RealClientKind, task: Pick<RealClientTask, 'source' | 'unwanted'>): Promise<void> {
  const client = await kind.start({ ...task, folder: join(folder, 'theirs'), port: theirPort() })
  stops.push(() => endClient(client))
}

function ours(number: number, ...args: string[]): Child {
  const own = port + 11 * number
  const peer = startPeer('--listen', `127.0.0.1:${own}`, '--client-ports', `${own + 1}-${own + 10}`, ...args)
  stops.push(() => peer.stop())
  return peer
}

for (const kind of realClients) {
  test.describe(kind.name, () => {
    test.beforeEach(({ browserName: _ }, info) => {
      const isMissing = !kind.isInstalled()
      const why = `${kind.name} is not installed (Debian: apt install ${kind.debianPackage})`
      if (isMissing) process.stderr.write(`!!! SKIPPED: ${info.title}: ${why}\n`)
      test.skip(isMissing, why)
    })

    test('downloads from our peer', async () => {
      const { torrent } = await make()
      await start(kind, { source: torrent })
      ours(1, '--seed', shared(), '--connect', `127.0.0.1/${theirPort()}`)
      await expect.poll(async () => (await theirFile('shared.bin')).equals(bytes), { timeout: 60_000 }).toBe(true)
    })

    test('seeds to our peer', async () => {
      const { torrent } = await make()
      await cp(shared(), join(folder, 'theirs', 'shared.bin'))
      await start(kind, { source: torrent })
      const out = join(folder, 'ours')
      const leecher = ours(1, '--torrent', torrent, '--out', out, '--connect', `127.0.0.1/${theirPort()}`)
      await leecher.waitFor(/Complete: every piece is verified/)
      expect((await readFile(join(out, 'shared.bin'))).equals(bytes)).toBe(true)
    })

    test('gives our magnet link its torrent, and the file', async () => {
      const { torrent, magnet } = await make()
      await cp(shared(), join(folder, 'theirs', 'shared.bin'))
      await start(kind, { source: torrent })
      const out = join(folder, 'ours')
      const leecher = ours(1, '--magnet', `${magnet}&x.pe=127.0.0.1:${theirPort()}`, '--out', out)
      await leecher.waitFor(/Complete: every piece is verified/)
      expect((await readFile(join(out, 'shared.bin'))).equals(bytes)).toBe(true)
    })

    test('fetches the torrent of a magnet link from our peer, and the file', async () => {
      const { magnet } = await make()
      const source = `${magnet}&x.pe=127.0.0.1:${port + 11}`
      // One that does not dial whom the link names waits to be dialled.
      if (!kind.dialsMagnetPeers) await start(kind, { source })
      const connect = kind.dialsMagnetPeers ? [] : ['--connect', `127.0.0.1/${theirPort()}`]
      await ours(1, '--seed', shared(), ...connect).waitFor(/Its magnet link is/)
      if (kind.dialsMagnetPeers) await start(kind, { source })
      await expect.poll(async () => (await theirFile('shared.bin')).equals(bytes), { timeout: 60_000 }).toBe(true)
    })

    test('downloads all but one file of a folder from our peer', async () => {
      const { torrent } = await make(true)
      await start(kind, { source: torrent, unwanted })
      ours(1, '--seed', shared(), '--connect', `127.0.0.1/${theirPort()}`)
      const isHere = async (name: 'a.bin' | 'c.bin') => (await theirFile('shared.bin', name)).equals(files[name])
      await expect.poll(async () => (await isHere('a.bin')) && (await isHere('c.bin')), { timeout: 60_000 }).toBe(true)
      expect((await theirFile('shared.bin', 'b.bin')).equals(files['b.bin'])).toBe(false)
    })

    test('seeds all but one file of a folder to our peer, and speaks the fast extension with it', async () => {
      const { torrent } = await make(true)
      await writeFolder(join(folder, 'theirs', 'shared.bin'))
      await start(kind, { source: torrent })
      const out = join(folder, 'ours')
      const { peer, swarm, heard, stop } = await startOurPeer({
        port: port + 11,
        torrent: await readFile(torrent),
        folder: out,
        unwanted,
      })
      stops.push(stop)
      const [dialled] = await peer.connect([`127.0.0.1/${theirPort()}`])
      expect(dialled).toMatchObject({ ok: true })
      const [link] = swarm.links
      expect(link?.state.fast).toBe(true)
      await expect.poll(() => swarm.content.complete).toBe(true)
      expect(heard).toContain('have-all')
      await expect.poll(() => stat(join(out, 'shared.bin', 'c.bin')).catch(() => null)).not.toBeNull()
      for (const name of ['a.bin', 'c.bin'] as const) {
        expect((await readFile(join(out, 'shared.bin', name))).equals(files[name])).toBe(true)
      }
      expect(swarm.role).toBe('peer')
    })
  })
}

test('libtorrent tells our peers of one another by peer exchange', async () => {
  const kind = realClients.find(({ name }) => name === 'libtorrent')
  test.skip(!kind?.isInstalled(), 'libtorrent is not installed')
  const { torrent } = await make()
  await start(kind!, { source: torrent })
  const connect = ['--connect', `127.0.0.1/${theirPort()}`]
  // Slow enough that it still lasts when the first exchange is due.
  const seeder = ours(1, '--seed', shared(), '--up', '200KiB', ...connect)
  await seeder.waitFor(new RegExp(`connected to peer 127.0.0.1/${theirPort()}`))
  const leecher = ours(2, '--torrent', torrent, '--out', join(folder, 'ours'), ...connect)
  await leecher.waitFor(new RegExp(`connected to peer 127.0.0.1/${port + 11}`))
})
