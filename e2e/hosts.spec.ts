import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { decodeBencode, encodeBencode } from '../src-shared/metainfo/bencode.ts'
import type { Child } from './child-process.ts'
import { type HostNetwork, makeHostNetwork, type NetworkHost, whyNoNamespaces } from './network-namespaces.ts'

// The download takes half a minute at the limit below, and a lost peer is silent for 15 seconds before that is told.
test.describe.configure({ timeout: 150_000 })

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const bytes = randomBytes(16 * 1024 * 1024)
let folder: string
let network: HostNetwork | undefined

test.beforeAll(() => {
  const why = whyNoNamespaces()
  if (why !== undefined) process.stderr.write(`!!! SKIPPED: several hosts: ${why}\n`)
  test.skip(why !== undefined, why)
})
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-hosts-'))
})
test.afterEach(async () => {
  network?.remove()
  network = undefined
  await rm(folder, { recursive: true, force: true })
})

/** The same torrent, from which nobody learns of a tracker. */
async function withoutTracker(torrent: string): Promise<string> {
  const metainfo = decodeBencode(await readFile(torrent))
  if (!(metainfo instanceof Map)) throw new Error(`${torrent} is no torrent`)
  const path = join(folder, 'without-tracker.torrent')
  await writeFile(path, encodeBencode(new Map([...metainfo].filter(([key]) => key === 'info'))))
  return path
}

const shown = (text: string) => text.replaceAll('.', String.raw`\.`)
const connectedTo = ({ address }: NetworkHost) =>
  new RegExp(`Client id 50\\d\\d connected to peer ${shown(address)}/5000`)
/** Lines that come one after the other, with others between them. */
const oneAfterTheOther = (...lines: string[]) => new RegExp(lines.join('[^]*'))

test('four hosts find each other by address, tracker and local discovery; one that is cut off comes back and finishes', async () => {
  network = makeHostNetwork(4)
  const [home, second, third, fourth] = network.hosts as [NetworkHost, NetworkHost, NetworkHost, NetworkHost]
  const file = join(folder, 'lecture.bin')
  await writeFile(file, bytes)
  const seeder = home.startPeer('--seed', file, '--up', '512KiB')
  await seeder.waitFor(/its torrent is/)
  const torrent = `${file}.torrent`
  const bare = await withoutTracker(torrent)
  const out = (name: string) => ['--out', join(folder, name)]
  const quiet = '--no-local-discovery'

  const byAddress = second.startPeer('--torrent', bare, ...out('second'), quiet, '--connect', `${home.address}/5000`)
  await byAddress.waitFor(connectedTo(home))
  const lines = byAddress.output().split('\n')
  expect(lines[0]).toMatch(new RegExp(`^Peer: ${uuid} running its server and tracker:$`))
  expect(lines.slice(1, 4)).toEqual([
    `Listening for new peers at ${second.address}/5000`,
    lines[0]?.replace('server and tracker', 'clients'),
    `Client id 5001 connected to peer ${home.address}/5000`,
  ])
  const byTracker = third.startPeer('--torrent', torrent, ...out('third'), quiet)
  const byDiscovery = fourth.startPeer('--torrent', bare, ...out('fourth'))
  await byDiscovery.waitFor(new RegExp(`Found 1 peer by local discovery, told by ${shown(home.address)}`))
  const leechers: [NetworkHost, Child][] = [
    [second, byAddress],
    [third, byTracker],
    [fourth, byDiscovery],
  ]
  for (const [host, leecher] of leechers) {
    for (const other of network.hosts) if (other !== host) await leecher.waitFor(connectedTo(other))
  }

  await byDiscovery.waitFor(/: peer, \d+ of \d+ pieces/)
  fourth.cutOff()
  const added = `added peer ${shown(fourth.address)}/5000 to the swarm`
  const removed = `removed peer ${shown(fourth.address)}/5000 from the swarm`
  for (const child of [seeder, byAddress, byTracker]) await child.waitFor(oneAfterTheOther(added, removed))
  for (const { address } of [home, second, third]) {
    await byDiscovery.waitFor(new RegExp(`removed peer ${shown(address)}/5000 from the swarm`))
  }
  expect(byDiscovery.output()).not.toContain('Complete')

  fourth.plugIn()
  for (const child of [seeder, byAddress, byTracker]) await child.waitFor(oneAfterTheOther(added, removed, added))
  for (const [, leecher] of leechers) await leecher.waitFor(/Complete: every piece is verified/)
  for (const name of ['second', 'third', 'fourth']) {
    expect((await readFile(join(folder, name, 'lecture.bin'))).equals(bytes)).toBe(true)
  }
  expect(await byTracker.stop()).toBe(0)
  await seeder.waitFor(new RegExp(`removed peer ${shown(third.address)}/5000 from the swarm`))
})
