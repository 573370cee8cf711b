import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Child } from './child-process.ts'
import { type RealClientKind, realClients } from './clients/real-clients.ts'
import { findFreePorts } from './free-ports.ts'
import { startPeer } from './terminal-peer.ts'

const bytes = randomBytes(3 * 1024 * 1024 + 12_345)
let folder: string
let port: number
let stops: (() => Promise<unknown>)[]

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-clients-'))
  port = await findFreePorts(40)
  stops = []
  await mkdir(join(folder, 'theirs'))
  await writeFile(shared(), bytes)
  const maker = ours(0, '--seed', shared())
  await maker.waitFor(/its torrent is/)
  await maker.stop()
})
test.afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()))
  await rm(folder, { recursive: true, force: true })
})

const shared = () => join(folder, 'shared.bin')
const torrent = () => join(folder, 'shared.bin.torrent')
const theirPort = () => port + 33

async function start(kind: RealClientKind): Promise<void> {
  const client = await kind.start(torrent(), join(folder, 'theirs'), theirPort())
  stops.push(() => client.stop())
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
      await start(kind)
      ours(1, '--seed', shared(), '--connect', `127.0.0.1/${theirPort()}`)
      const theirs = () => readFile(join(folder, 'theirs', 'shared.bin')).catch(() => Buffer.alloc(0))
      await expect.poll(async () => (await theirs()).equals(bytes), { timeout: 40_000 }).toBe(true)
    })

    test('seeds to our peer', async () => {
      await copyFile(shared(), join(folder, 'theirs', 'shared.bin'))
      await start(kind)
      const out = join(folder, 'ours')
      const leecher = ours(1, '--torrent', torrent(), '--out', out, '--connect', `127.0.0.1/${theirPort()}`)
      await leecher.waitFor(/Complete: every piece is verified/)
      expect((await readFile(join(out, 'shared.bin'))).equals(bytes)).toBe(true)
    })
  })
}
