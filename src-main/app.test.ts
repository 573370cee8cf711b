import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endpointOf, formatAddress } from '../src-shared/swarm/address.ts'
import { type AppOptions, startApp } from './app.ts'
import { coursePictureDrawn } from './demo/course-torrent.ts'
import { AppUnderTest } from './testing/app-under-test.ts'

let dataFolder: string
let app: AppUnderTest

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(async () => {
  await app?.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(options: Partial<AppOptions> = {}): Promise<void> {
  app = await AppUnderTest.start(dataFolder, options)
}

const limits = (upBytesPerSec: number) => ({ upBytesPerSec, downBytesPerSec: null })
const roles = () =>
  Object.values(app.view.peers).flatMap((peer) => Object.values(peer.swarms).map((membership) => membership.role))

test('the demo swarm: four real peers, the links of the course, and the file whole at each', async () => {
  await start({ demo: true })
  await expect.poll(() => roles(), { timeout: 20_000 }).toEqual(['seeder', 'seeder', 'seeder', 'seeder'])
  const links = Object.values(app.view.links).map(
    (link) => `${app.view.peers[link.dialler]?.name}>${app.view.peers[link.acceptor]?.name}`,
  )
  for (const needed of ['P2>P1', 'P3>P1', 'P4>P1']) expect(links).toContain(needed)
  expect(links.filter((link) => link.startsWith('P1>'))).toEqual([])
  expect(new Set(links).size).toBe(links.length)
  const picture = coursePictureDrawn()
  for (const name of ['P2', 'P3', 'P4']) {
    // A role is won with the last piece; the file's name, once it rests safely on the disk.
    const path = join(dataFolder, 'demo', name, 'course-picture.bmp')
    await expect.poll(() => existsSync(path)).toBe(true)
    expect((await readFile(path)).equals(picture)).toBe(true)
  }
  const [infoHash] = Object.keys(app.view.torrents) as [keyof typeof app.view.torrents]
  const { base64 } = await app.value('read-piece', { peer: app.peerNamed('P1').id, infoHash, piece: 1 })
  expect(Buffer.from(base64, 'base64').equals(picture.subarray(65_536, 131_072))).toBe(true)
})

test('demo peers may have addresses of their own, and the same ports as in the course', async () => {
  await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ demoApart: true }))
  await start({ demo: true, demoBytesPerSec: 100_000 })
  await expect.poll(() => Object.keys(app.view.links).length, { timeout: 4_000 }).toBe(9)
  const { port } = endpointOf(app.peerNamed('P1').server!)
  for (const [name, host] of [
    ['P2', '127.0.0.2'],
    ['P3', '127.0.0.3'],
    ['P4', '127.0.0.4'],
  ] as const) {
    const { id, server } = app.peerNamed(name)
    expect(server).toBe(formatAddress(host, port))
    const dialled = Object.values(app.view.links).filter(({ dialler }) => dialler === id)
    for (const { diallerAddress } of dialled) expect(endpointOf(diallerAddress).host).toBe(host)
  }
  // Whoever has an address of its own keeps it when the others move.
  await app.value('change-settings', { settings: { ...app.view.settings!, serverPort: port, name: 'Grace' } })
  expect(app.peerNamed('P2').server).toBe(formatAddress('127.0.0.2', port))
})

test('a demo peer that is killed leaves every list with its reason; ending the demo removes only what it wrote', async () => {
  await start({ demo: true, demoBytesPerSec: 100_000 })
  await expect.poll(() => Object.keys(app.view.links).length, { timeout: 4_000 }).toBe(9)
  const { id } = app.peerNamed('P3')
  await app.value('kill-peer', { peer: id })
  await expect.poll(() => app.view.departed[0], { timeout: 5_000 }).toMatchObject({ id, name: 'P3' })
  expect(app.view.peers[id]).toBeUndefined()
  await mkdir(join(dataFolder, 'demo', 'P2'), { recursive: true })
  await writeFile(join(dataFolder, 'demo', 'P2', 'my notes.txt'), 'keep me')
  await app.value('end-demo', {})
  await expect.poll(() => Object.keys(app.view.peers).length).toBe(1)
  expect(await readdir(join(dataFolder, 'demo', 'P2'))).toEqual(['my notes.txt'])
  await app.value('start-demo', {})
  await expect.poll(() => Object.keys(app.view.peers).length).toBe(4)
})

test('the demo peer that came last goes first, and its name goes to the next', async () => {
  await start({ demo: true, demoBytesPerSec: 100_000 })
  const names = () => Object.values(app.view.peers).map(({ name }) => name)
  await app.value('add-demo-peer', {})
  await expect.poll(names).toEqual(['P1', 'P2', 'P3', 'P4', 'P5'])
  await app.value('remove-demo-peer', {})
  await app.value('remove-demo-peer', {})
  await expect.poll(names).toEqual(['P1', 'P2', 'P3'])
  await app.value('add-demo-peer', {})
  await expect.poll(names).toEqual(['P1', 'P2', 'P3', 'P4'])
  await app.value('end-demo', {})
  expect(await app.run('remove-demo-peer', {})).toMatchObject({ ok: false, code: 'not-running' })
})

test('what another version left of its demo does not keep this one from starting', async () => {
  await mkdir(join(dataFolder, 'demo', 'P2'), { recursive: true })
  await writeFile(join(dataFolder, 'demo', 'P2', 'course-picture.bmp'), 'another picture')
  await start({ demo: true, demoBytesPerSec: 100_000 })
  await expect.poll(() => Object.keys(app.view.peers).length).toBe(4)
})

test('a demo that cannot be does not keep the app from starting, and says why when asked for', async () => {
  await writeFile(join(dataFolder, 'demo'), 'a file')
  await start({ demo: true })
  expect(await app.run('start-demo', {})).toMatchObject({ ok: false, code: 'bad-file' })
  await expect.poll(() => Object.values(app.view.peers).filter(({ running }) => running)).toHaveLength(1)
  await rm(join(dataFolder, 'demo'))
  await app.value('start-demo', {})
})

test('a data folder that another program has is left to it', async () => {
  await writeFile(join(dataFolder, 'in-use'), String(process.ppid))
  await expect(startApp({ dataFolder, demo: false })).rejects.toThrow(/already open on/)
  await rm(join(dataFolder, 'in-use'))
  await start()
  await app.stop()
  expect(await readdir(dataFolder)).not.toContain('in-use')
})

test('a torrent that is opened twice in one breath is opened once', async () => {
  await start()
  const path = join(dataFolder, 'notes.txt')
  await writeFile(path, 'to be shared, over and over. '.repeat(5_000))
  const infoHash = await app.share(path)
  await expect.poll(() => app.part(infoHash)?.state).toBe('active')
  const { base64 } = await app.value('read-torrent', { infoHash })
  await app.value('remove-swarm', { peer: app.me.id, infoHash, deleteFiles: false })
  await Promise.all([app.value('open-torrent', { base64 }), app.value('open-torrent', { base64 })])
  // Shared, and then opened: the screen is told a moment later.
  const joined = () =>
    app.view.log.filter((event) => event.type === 'swarm-joined' && event.torrent.infoHash === infoHash).length
  await expect.poll(joined).toBe(2)
  await expect.poll(() => app.part(infoHash)?.state).toBe('active')
  expect(joined()).toBe(2)
})

test('a torrent whose place is taken is in the list with the reason, and goes on when the place is free', async () => {
  await start()
  const path = join(dataFolder, 'notes.txt')
  await writeFile(path, 'to be shared, over and over. '.repeat(5_000))
  const infoHash = await app.share(path)
  const peer = app.me.id
  const { base64 } = await app.value('read-torrent', { infoHash })
  await app.value('remove-swarm', { peer, infoHash, deleteFiles: false })
  const taken = join(dataFolder, 'downloads', 'notes.txt')
  await writeFile(taken, 'my own notes')
  await app.value('open-torrent', { base64 })
  await expect.poll(() => app.part(infoHash)?.failure).toMatch(/another file named .* is already there/)
  await rm(taken)
  await app.value('resume-swarm', { peer, infoHash })
  await expect.poll(() => app.part(infoHash)).toMatchObject({ state: 'active', failure: null })
})

test('a piece that cannot be read any more is a sentence', async () => {
  await start()
  const path = join(dataFolder, 'notes.txt')
  await writeFile(path, 'to be shared, over and over. '.repeat(5_000))
  const infoHash = await app.share(path)
  await appendFile(path, 'more')
  const result = await app.run('read-piece', { peer: app.me.id, infoHash, piece: 0 })
  expect(result).toMatchObject({ ok: false, code: 'bad-file' })
})

test('settings that cannot be saved hold all the same, and the answer says so', async () => {
  await start()
  await mkdir(join(dataFolder, 'settings.json'))
  const result = await app.run('change-settings', {
    settings: { ...app.view.settings!, name: 'Ada', serverPort: await freePort() },
  })
  expect(result).toMatchObject({ ok: false, code: 'bad-settings', detail: expect.stringMatching(/could not be saved/) })
  await expect.poll(() => app.view.settings?.name).toBe('Ada')
})

test('a file that is shared by one app is downloaded by another through its .torrent', async () => {
  const path = join(dataFolder, 'notes.txt')
  await writeFile(path, 'to be shared, over and over. '.repeat(5_000))
  await start()
  const sharing = app
  const infoHash = await app.share(path)
  const { base64, fileName } = await app.value('read-torrent', { infoHash })
  expect(fileName).toBe('notes.txt.torrent')
  const address = Object.values(app.view.peers)[0]?.server
  const other = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  await start({ dataFolder: other })
  try {
    expect(await app.value('open-torrent', { base64 })).toEqual({ infoHash })
    const results = await app.value('connect', { peer: app.view.me!, infoHash, addresses: [address!] })
    expect(results).toMatchObject([{ ok: true }])
    await expect.poll(() => app.view.peers[app.view.me!]?.swarms[infoHash]?.role, { timeout: 10_000 }).toBe('seeder')
    await expect.poll(() => existsSync(join(other, 'downloads', 'notes.txt'))).toBe(true)
    expect((await readFile(join(other, 'downloads', 'notes.txt'))).equals(await readFile(path))).toBe(true)
  } finally {
    await sharing.stop()
    await app.stop()
    await rm(other, { recursive: true, force: true })
  }
})

test('a demo that is asked for twice is started once, whatever the hurry', async () => {
  await start({ demoBytesPerSec: 100_000 })
  const [first, second] = await Promise.all([app.run('start-demo', {}), app.run('start-demo', {})])
  expect([first.ok, second.ok]).toEqual([true, false])
  expect(second).toMatchObject({ code: 'already-there' })
  await expect.poll(() => Object.keys(app.view.peers).length).toBe(4)
})

test('sharing the file of a swarm that waits for it makes this peer its seeder', async () => {
  const path = join(dataFolder, 'notes.txt')
  await writeFile(path, 'to be shared, over and over. '.repeat(5_000))
  await start()
  const infoHash = await app.share(path)
  const { base64 } = await app.value('read-torrent', { infoHash })
  await app.value('remove-swarm', { peer: app.me.id, infoHash, deleteFiles: false })
  await app.value('open-torrent', { base64 })
  await expect.poll(() => app.part(infoHash)?.role).toBe('leecher')
  for (let twice = 0; twice < 2; twice++) expect(await app.share(path)).toBe(infoHash)
  await expect.poll(() => app.part(infoHash)?.role).toBe('seeder')
})

test('a peer that is started and stopped in one breath ends as asked last', async () => {
  await start()
  const peer = app.view.me!
  await app.value('stop-peer', { peer })
  await Promise.all([app.run('restart-peer', { peer }), app.run('stop-peer', { peer })])
  await expect.poll(() => app.view.peers[peer]).toMatchObject({ running: false, server: null })
})

test('leave and come back, stop and start again', async () => {
  await start({ demo: true, demoBytesPerSec: 100_000 })
  await expect.poll(() => Object.keys(app.view.links).length, { timeout: 4_000 }).toBe(9)
  const { id } = app.peerNamed('P2')
  const [infoHash] = Object.keys(app.view.torrents) as [keyof typeof app.view.torrents]
  await app.value('pause-swarm', { peer: id, infoHash })
  await expect.poll(() => Object.values(app.view.links).some((link) => link.dialler === id)).toBe(false)
  await app.value('resume-swarm', { peer: id, infoHash })
  await expect.poll(() => Object.values(app.view.links).filter((link) => link.dialler === id).length).toBe(3)
  const me = app.view.me!
  await app.value('stop-peer', { peer: me })
  await expect.poll(() => app.view.peers[me]?.running).toBe(false)
  await app.value('restart-peer', { peer: me })
  await expect.poll(() => app.view.peers[me]?.swarms[infoHash]?.role).toBe('seeder')
  expect(app.view.peers[me]?.running).toBe(true)
  const mine = () => Object.values(app.view.links).filter((link) => link.dialler === me || link.acceptor === me).length
  await expect.poll(mine).toBeGreaterThanOrEqual(2)
})

test('a seeder that comes back among seeders is linked with all of them again', async () => {
  await start({ demo: true })
  await expect.poll(() => roles(), { timeout: 20_000 }).toEqual(['seeder', 'seeder', 'seeder', 'seeder'])
  const me = app.view.me!
  const [infoHash] = Object.keys(app.view.torrents) as [keyof typeof app.view.torrents]
  const linked = () =>
    Object.values(app.view.links).filter((link) => link.dialler === me || link.acceptor === me).length
  await app.value('pause-swarm', { peer: me, infoHash })
  await expect.poll(linked).toBe(0)
  await app.value('resume-swarm', { peer: me, infoHash })
  await expect.poll(linked, { timeout: 10_000 }).toBeGreaterThanOrEqual(3)
  const known = () => Object.values(app.view.peers).map((peer) => peer.tracker?.members)
  await expect.poll(known, { timeout: 10_000 }).toEqual([4, 4, 4, 4])
})

test('settings move the server, are checked, and are there at the next start', async () => {
  await start()
  const settings = { ...app.view.settings!, name: 'Ada', serverPort: await freePort() }
  await app.value('change-settings', { settings })
  await expect.poll(() => app.view.peers[app.view.me!]?.server).toBe(`127.0.0.1:${settings.serverPort}`)
  expect(app.view.peers[app.view.me!]?.name).toBe('Ada')
  const spoilt = { ...settings, clientPorts: { first: 7, last: 3 } }
  expect(await app.run('change-settings', { settings: spoilt })).toMatchObject({ ok: false, code: 'bad-settings' })
  await app.stop()
  app = new AppUnderTest(await startApp({ dataFolder, demo: false }))
  expect(app.view.settings).toMatchObject({ name: 'Ada', serverPort: settings.serverPort })
})

test('a port that is taken is a notice with the next free one, and the app goes on', async () => {
  const holder: Server = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as { port: number }
  await start({ serverPort: port })
  expect(app.view.peers[app.view.me!]).toMatchObject({ server: null, serverFailure: { failure: 'port-in-use' } })
  const next = app.view.peers[app.view.me!]?.serverFailure?.nextFreePort
  await app.value('change-settings', { settings: { ...app.view.settings!, serverPort: next! } })
  await expect.poll(() => app.view.peers[app.view.me!]?.server).toBe(`127.0.0.1:${next}`)
  holder.close()
})

test('settings with a port that is taken change nothing, and the server goes on where it was', async () => {
  await start()
  const holder: Server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as { port: number }
  const before = app.view.peers[app.view.me!]
  const wish = { ...app.view.settings!, name: 'Ada', clientPorts: { first: 6_001, last: 6_001 }, serverPort: port }
  const result = await app.run('change-settings', { settings: wish })
  expect(result).toMatchObject({ ok: false, code: 'server-failed' })
  expect(!result.ok && result.detail).toContain(`goes on listening at ${before?.server}`)
  const { me, settings } = app.view
  const self = await app.value('connect', { peer: me!, addresses: [before!.server!] })
  expect(self).toMatchObject([{ ok: false, reason: { code: 'self' } }])
  const elsewhere = await app.value('connect', { peer: me!, addresses: [`127.0.0.1:${port}`, '127.0.0.1:1'] })
  // The client ports are the old ones too: there are enough for two dials.
  expect(elsewhere.map((dial) => !dial.ok && dial.reason.code)).toEqual(['closed-in-handshake', 'refused'])
  expect(app.view.peers[me!]).toMatchObject({ name: before?.name, server: before?.server, serverFailure: null })
  expect(app.view.settings).toEqual(settings)
  holder.close()
})

test('whatever a screen sends, the answer is a sentence', async () => {
  await start()
  const me = app.view.me!
  const infoHash = 'ff'.repeat(20)
  const cases: [string, unknown, string][] = [
    ['no-such-command', {}, 'bad-command'],
    ['connect', null, 'bad-command'],
    ['connect', { peer: me, addresses: 'x' }, 'bad-command'],
    ['__proto__', {}, 'bad-command'],
    ['stop-peer', { peer: 'ab'.repeat(20) }, 'unknown-peer'],
    ['pause-swarm', { peer: me, infoHash }, 'unknown-swarm'],
    ['read-torrent', { infoHash }, 'unknown-swarm'],
    ['read-piece', { peer: me, infoHash, piece: 0 }, 'unknown-piece'],
    ['open-torrent', { base64: Buffer.from('rubbish').toString('base64') }, 'bad-torrent'],
    ['share-file', { path: join(dataFolder, 'nowhere'), pieceLengthBytes: null, isPrivate: false }, 'bad-file'],
    ['share-file', { path: dataFolder, pieceLengthBytes: 7, isPrivate: false }, 'bad-file'],
    ['share-file', { path: dataFolder }, 'bad-command'],
    ['pause-swarm', { peer: me, infoHash: 'x' }, 'bad-command'],
    ['remove-swarm', { peer: me, infoHash, deleteFiles: true }, 'unknown-swarm'],
    ['choose-files', { peer: me, infoHash, unwanted: [-1] }, 'bad-command'],
    ['change-strategy', { peer: me, infoHash, choking: '__proto__', picking: 'random' }, 'bad-command'],
    ['change-strategy', { peer: me, infoHash, choking: 'bep3', picking: 'random' }, 'unknown-swarm'],
    ['change-limits', { peer: me, scope: { kind: 'peer' }, limits: limits(1023) }, 'bad-limits'],
    ['change-limits', { peer: me, scope: { kind: 'peer' }, limits: limits(2 ** 41) }, 'bad-limits'],
    ['change-limits', { peer: me, scope: { kind: 'swarm' }, limits: limits(4096) }, 'bad-command'],
    ['change-limits', { peer: me, scope: { kind: 'swarm', infoHash }, limits: limits(4096) }, 'unknown-swarm'],
    ['change-limits', { peer: me, scope: { kind: 'link', link: '7' }, limits: limits(4096) }, 'unknown-link'],
    ['change-faults', { peer: me, link: '7', faults: { frozen: true, latencyMs: 0 } }, 'unknown-link'],
    ['change-faults', { peer: me, link: null, faults: { frozen: true, latencyMs: 10_001 } }, 'bad-command'],
    ['corrupt-next-block', { peer: me, link: '7' }, 'unknown-link'],
    ['close-link', { peer: me, link: '7', abruptly: true }, 'unknown-link'],
    ['open-magnet', { uri: 'magnet:?dn=x' }, 'bad-magnet'],
    ['read-magnet', { infoHash }, 'unknown-swarm'],
    ['change-settings', { settings: 'x' }, 'bad-settings'],
  ]
  for (const [name, args, code] of cases) {
    const result = await app.app.host.run(name, args)
    expect(result, name).toMatchObject({ ok: false, code })
    expect(!result.ok && result.detail, name).toMatch(/\.$/)
  }
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((closed) => probe.close(closed))
  return port
}
