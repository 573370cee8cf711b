import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeBencode, encodeBencode } from '../src-shared/metainfo/bencode.ts'
import type { PeerSettings } from '../src-shared/swarm/events.ts'
import { type DhtNode, openDhtNode } from './discovery/dht-node.ts'
import { tcpTransport } from './net/tcp-transport.ts'
import { AppUnderTest } from './testing/app-under-test.ts'

let folder: string
let router: DhtNode
/** The info hashes of which the router knows peers. */
let told: string[]
let apps: AppUnderTest[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-discovery-'))
  told = []
  router = await openDhtNode({ transport: tcpTransport, bootstrap: [], onPeer: (infoHash) => void told.push(infoHash) })
  apps = []
})
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()))
  await router.close()
  await rm(folder, { recursive: true, force: true })
})

/** One whose DHT is of this computer alone. */
async function start(name: string): Promise<AppUnderTest> {
  const dhtBootstrap = [{ host: '127.0.0.1', port: router.port }]
  const app = await AppUnderTest.start(join(folder, name), { dhtBootstrap })
  apps.push(app)
  return app
}

async function change(app: AppUnderTest, changes: Partial<PeerSettings>): Promise<void> {
  await app.value('change-settings', { settings: { ...app.view.settings!, serverPort: portOf(app), ...changes } })
}

/** The same torrent, from which nobody learns of a tracker. */
function withoutTracker(base64: string): string {
  const metainfo = decodeBencode(Buffer.from(base64, 'base64'))
  if (!(metainfo instanceof Map)) throw new Error('this is no torrent')
  return Buffer.from(encodeBencode(new Map([...metainfo].filter(([key]) => key === 'info')))).toString('base64')
}

const portOf = (app: AppUnderTest) => Number(app.me.server?.split(':').at(-1))

test('the DHT follows the settings, warns, and brings peers of one swarm together', async () => {
  const [ada, bob] = [await start('ada'), await start('bob')]
  const path = join(folder, 'notes.txt')
  await writeFile(path, 'notes '.repeat(10_000))
  const infoHash = await ada.share(path)
  const base64 = withoutTracker((await ada.value('read-torrent', { infoHash })).base64)
  expect(ada.me.discovery.dht).toEqual({ on: false, detail: null })
  await change(ada, { dht: true })
  await expect.poll(() => ada.me.discovery.dht.on).toBe(true)
  expect(ada.me.discovery.dht.detail).toMatch(/^The whole world can see which public torrents are here/)
  const isTold = async () => {
    await router.ask(infoHash, null)
    return told.includes(infoHash)
  }
  await expect.poll(isTold, { timeout: 15_000 }).toBe(true)
  await change(bob, { dht: true })
  await bob.value('open-torrent', { base64 })
  await expect.poll(() => bob.part(infoHash)?.role, { timeout: 15_000 }).toBe('seeder')
  expect(bob.me.found[infoHash]?.dht).toBeGreaterThan(0)
  await change(bob, { dht: false })
  await expect.poll(() => bob.me.discovery.dht).toEqual({ on: false, detail: null })
}, 30_000)

test('local discovery says why it is off, at every start of its peer', async () => {
  const app = await start('ada')
  const { id } = app.me
  await expect.poll(() => app.me.discovery.local.detail).toMatch(/switched off when this program started/)
  await app.value('stop-peer', { peer: id })
  await app.value('restart-peer', { peer: id })
  await expect.poll(() => app.me.discovery.local.detail).toMatch(/switched off when this program started/)
  await change(app, { localDiscovery: false })
  await expect.poll(() => app.me.discovery.local).toEqual({ on: false, detail: null })
})
