import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { seededRandom } from '../src-main/random.ts'
import type { Child } from './child-process.ts'
import { startProxy } from './counting-proxy.ts'
import { findFreePorts } from './free-ports.ts'
import { startPeer } from './terminal-peer.ts'
import { isFile } from './test-files.ts'

const kills = 30
const bytes = randomBytes(32 * 1024 * 1024 + 12_345)
let ends: (() => unknown)[] = []

test.afterEach(async () => {
  for (const end of ends.reverse()) await end()
  ends = []
})

test('a download that is killed thirty times ends byte-identical, with less than a tenth downloaded twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swarmscope-killed-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'lecture.bin')
  await writeFile(file, bytes)
  const base = await findFreePorts(11 * (kills + 2))
  // What comes between the count and the kill is lost too: at this speed that is little, also on a busy computer.
  const seeder = peerAt(base, '--seed', file, '--up', '3MiB')
  await seeder.waitFor(/its torrent is/)
  const proxy = await startProxy(base)
  ends.push(proxy.close)
  const out = join(folder, 'out')
  // Ports of its own for each life: the system keeps those of a killed program for a while.
  const leecher = (life: number) =>
    peerAt(base + 11 * life, '--torrent', `${file}.torrent`, '--out', out, '--connect', `127.0.0.1:${proxy.port}`)

  const random = seededRandom(645)
  for (let life = 1; life <= kills; life++) {
    const child = leecher(life)
    // One in eight dies as soon as it dials, the others somewhere on their way.
    await proxy.next(random.below(8) === 0 ? 0 : random.below((1.8 * bytes.length) / kills))
    await child.kill()
    expect(await isFile(join(out, 'lecture.bin'), bytes), `complete before kill ${life}`).toBe(false)
  }
  await leecher(kills + 1).waitFor(/Complete: every piece is verified/)
  expect(await isFile(join(out, 'lecture.bin'), bytes)).toBe(true)
  // All of it came through the proxy.
  expect(proxy.bytes).toBeGreaterThan(bytes.length)
  expect(proxy.bytes).toBeLessThan(1.1 * bytes.length)
})

function peerAt(port: number, ...args: string[]): Child {
  const peer = startPeer('--listen', `127.0.0.1:${port}`, '--client-ports', `${port + 1}-${port + 10}`, ...args)
  ends.push(() => peer.stop())
  return peer
}
