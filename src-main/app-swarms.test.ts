import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMagnet } from '../src-shared/metainfo/magnet.ts'
import { readMetainfo } from '../src-shared/metainfo/metainfo.ts'
import type { InfoHash, LinkId } from '../src-shared/swarm/ids.ts'
import type { LinkView } from '../src-shared/swarm/view.ts'
import { sha1 } from './storage/hasher.ts'
import { partPath } from './storage/part-path.ts'
import { AppUnderTest } from './testing/app-under-test.ts'

let folder: string
let seeder: AppUnderTest
let leecher: AppUnderTest

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  seeder = await AppUnderTest.start(join(folder, 'seeder'))
  leecher = await AppUnderTest.start(join(folder, 'leecher'))
})
afterEach(async () => {
  await leecher.stop()
  await seeder.stop()
  await rm(folder, { recursive: true, force: true })
})

async function makeFolder(): Promise<string> {
  const path = join(folder, 'course')
  await mkdir(join(path, 'part 1'), { recursive: true })
  await writeFile(join(path, 'part 1', 'a.txt'), 'first '.repeat(60_000))
  await writeFile(join(path, 'b.txt'), 'second '.repeat(60_000))
  return path
}

async function fetchFrom(infoHash: InfoHash): Promise<void> {
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  await leecher.value('open-torrent', { base64 })
  await connect(infoHash)
}

async function connect(infoHash: InfoHash): Promise<void> {
  const addresses = [seeder.me.server ?? '']
  const [result] = await leecher.value('connect', { peer: leecher.me.id, infoHash, addresses })
  expect(result).toMatchObject({ ok: true })
}

const finished = { timeout: 15_000 }
const hasAll = (infoHash: InfoHash) => expect.poll(() => leecher.part(infoHash)?.role, finished).toBe('seeder')
const downloaded = (...names: string[]) => join(folder, 'leecher', 'downloads', 'course', ...names)

test('a folder is shared and downloaded with everything in its place', async () => {
  const path = await makeFolder()
  const infoHash = await seeder.share(path)
  await fetchFrom(infoHash)
  await hasAll(infoHash)
  await expect.poll(() => existsSync(downloaded('part 1', 'a.txt'))).toBe(true)
  expect(await readFile(downloaded('part 1', 'a.txt'))).toEqual(await readFile(join(path, 'part 1', 'a.txt')))
  await expect.poll(() => existsSync(downloaded('b.txt'))).toBe(true)
})

test('files can be chosen, but at least one', async () => {
  const infoHash = await seeder.share(await makeFolder())
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  await leecher.value('open-torrent', { base64 })
  const peer = leecher.me.id
  expect(await leecher.run('choose-files', { peer, infoHash, unwanted: [0, 1] })).toMatchObject({ code: 'bad-files' })
  expect(await leecher.run('choose-files', { peer, infoHash, unwanted: [2] })).toMatchObject({ code: 'bad-files' })
  await leecher.value('pause-swarm', { peer, infoHash })
  await leecher.value('choose-files', { peer, infoHash, unwanted: [0, 0] })
  await expect.poll(() => leecher.part(infoHash)?.unwanted).toEqual([0])
  await leecher.value('resume-swarm', { peer, infoHash })
  await connect(infoHash)
  const [first] = leecher.view.torrents[infoHash]?.files ?? []
  const wanted = first?.path === 'b.txt' ? downloaded('part 1', 'a.txt') : downloaded('b.txt')
  await expect.poll(() => existsSync(wanted), finished).toBe(true)
  await expect.poll(() => leecher.part(infoHash)?.role).toBe('peer')
  await leecher.value('choose-files', { peer, infoHash, unwanted: [] })
  await hasAll(infoHash)
})

test('a download is removed with its files, or without', async () => {
  const infoHash = await seeder.share(await makeFolder())
  const peer = leecher.me.id
  await fetchFrom(infoHash)
  await hasAll(infoHash)
  await expect.poll(() => existsSync(downloaded('b.txt'))).toBe(true)
  await leecher.value('remove-swarm', { peer, infoHash, deleteFiles: false })
  await expect.poll(() => leecher.part(infoHash)).toBeUndefined()
  expect(existsSync(downloaded('b.txt'))).toBe(true)
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  await leecher.value('open-torrent', { base64 })
  await hasAll(infoHash)
  await leecher.value('remove-swarm', { peer, infoHash, deleteFiles: true })
  expect(existsSync(downloaded('b.txt'))).toBe(false)
  await seeder.value('remove-swarm', { peer: seeder.me.id, infoHash, deleteFiles: true })
  expect(existsSync(join(folder, 'course', 'b.txt'))).toBe(true)
})

test('a paused swarm rests in the list and comes back with its links', async () => {
  const infoHash = await seeder.share(await makeFolder())
  await seeder.value('change-limits', { peer: seeder.me.id, scope: { kind: 'peer' }, limits: slow })
  await fetchFrom(infoHash)
  const peer = leecher.me.id
  await leecher.value('pause-swarm', { peer, infoHash })
  await expect.poll(() => leecher.part(infoHash)?.state).toBe('paused')
  await expect.poll(() => linksOf(seeder)).toEqual([])
  await seeder.value('change-limits', { peer: seeder.me.id, scope: { kind: 'peer' }, limits: none })
  await leecher.value('resume-swarm', { peer, infoHash })
  await hasAll(infoHash)
})

test('a recheck finds what was spoilt behind our back, and it is fetched again', async () => {
  const path = join(folder, 'notes.txt')
  await writeFile(path, 'to be shared '.repeat(80_000))
  const infoHash = await seeder.share(path)
  await seeder.value('change-limits', { peer: seeder.me.id, scope: { kind: 'peer' }, limits: slow })
  await fetchFrom(infoHash)
  const peer = leecher.me.id
  await expect.poll(() => leecher.part(infoHash)?.haveCount, finished).toBeGreaterThan(1)
  await leecher.value('pause-swarm', { peer, infoHash })
  const downloads = join(folder, 'leecher', 'downloads')
  const [unfinished = ''] = await readdir(downloads)
  expect(unfinished).toMatch(/\.part$/)
  await writeFile(join(downloads, unfinished), new Uint8Array((await stat(join(downloads, unfinished))).size))
  await leecher.value('recheck-swarm', { peer, infoHash })
  await expect.poll(() => leecher.part(infoHash), finished).toMatchObject({ state: 'paused', haveCount: 0 })
  await seeder.value('change-limits', { peer: seeder.me.id, scope: { kind: 'peer' }, limits: none })
  await leecher.value('resume-swarm', { peer, infoHash })
  await hasAll(infoHash)
})

test('limits, faults and spoiling reach peers and links, and a link can be closed', async () => {
  const infoHash = await seeder.share(await makeFolder())
  await seeder.value('change-limits', { peer: seeder.me.id, scope: { kind: 'swarm', infoHash }, limits: slow })
  await expect.poll(() => seeder.part(infoHash)?.limits).toEqual(slow)
  await fetchFrom(infoHash)
  await expect.poll(() => linksOf(leecher).length).toBe(1)
  const peer = leecher.me.id
  const link = linksOf(leecher)[0]?.diallerLink as LinkId
  await leecher.value('change-limits', { peer, scope: { kind: 'link', link }, limits: slow })
  await expect.poll(() => linksOf(leecher)[0]?.diallerControls.limits).toEqual(slow)
  await leecher.value('change-faults', { peer, link, faults: { frozen: false, latencyMs: 20 } })
  await expect.poll(() => linksOf(leecher)[0]?.diallerControls.faults.latencyMs).toBe(20)
  await leecher.value('change-faults', { peer, link: null, faults: { frozen: true, latencyMs: 0 } })
  await expect.poll(() => leecher.me.faults.frozen).toBe(true)
  await leecher.value('change-faults', { peer, link: null, faults: { frozen: false, latencyMs: 0 } })
  await leecher.value('close-link', { peer, link, abruptly: false })
  await expect.poll(() => linksOf(leecher).some((open) => open.diallerLink === link)).toBe(false)
})

test('a block that is spoilt on purpose is noticed, and who sent it named', async () => {
  const infoHash = await seeder.share(await makeFolder())
  await seeder.value('corrupt-next-block', { peer: seeder.me.id, link: null })
  await fetchFrom(infoHash)
  await expect.poll(() => seeder.view.log.some((event) => event.type === 'block-corrupted'), finished).toBe(true)
  await expect.poll(() => leecher.view.log.some((event) => event.type === 'piece-rejected'), finished).toBe(true)
})

const slow = { upBytesPerSec: 200_000, downBytesPerSec: null }
const none = { upBytesPerSec: null, downBytesPerSec: null }
const trackersOf = (base64: string) => readMetainfo(Buffer.from(base64, 'base64'), sha1).trackers
const linksOf = (app: AppUnderTest) => Object.values<LinkView>(app.view.links)

test('a magnet link takes a swarm from one app to another', async () => {
  const infoHash = await seeder.share(await makeFolder())
  const { uri } = await seeder.value('read-magnet', { infoHash })
  expect(uri).toContain(`x.pe=${seeder.me.server}`)
  expect(await leecher.value('open-magnet', { uri })).toEqual({ infoHash })
  await hasAll(infoHash)
  expect(leecher.view.magnets).toEqual({})
  expect(await leecher.value('open-magnet', { uri })).toEqual({ infoHash })
  expect(leecher.view.magnets).toEqual({})
})

test('what is handed out names the tracker of its peer, unless it came with others', async () => {
  const infoHash = await seeder.share(await makeFolder())
  const announceUrl = `http://${seeder.me.server}/announce`
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  expect(trackersOf(base64)).toEqual([[announceUrl]])
  const { uri } = await seeder.value('read-magnet', { infoHash })
  expect(readMagnet(uri).trackers).toEqual([announceUrl])
  await leecher.value('open-torrent', { base64 })
  expect(trackersOf((await leecher.value('read-torrent', { infoHash })).base64)).toEqual([[announceUrl]])
})

test('a private torrent is handed out with the tracker of its peer too', async () => {
  const infoHash = await seeder.share(await makeFolder(), { isPrivate: true })
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  expect(trackersOf(base64)).toEqual([[`http://${seeder.me.server}/announce`]])
})

test('a magnet link that nobody answers is there after a restart, until it is given up', async () => {
  const infoHash = 'ab'.repeat(20) as InfoHash
  const uri = `magnet:?xt=urn:btih:${infoHash}&dn=lecture`
  await leecher.value('open-magnet', { uri })
  await expect.poll(() => leecher.view.magnets[infoHash]).toMatchObject({ name: 'lecture', failure: null })
  await leecher.stop()
  leecher = await AppUnderTest.start(join(folder, 'leecher'))
  await expect.poll(() => leecher.view.magnets[infoHash]).toMatchObject({ name: 'lecture', failure: null })
  await leecher.value('close-magnet', { infoHash })
  await expect.poll(() => leecher.view.magnets).toEqual({})
  await leecher.stop()
  leecher = await AppUnderTest.start(join(folder, 'leecher'))
  expect(leecher.view.magnets).toEqual({})
})

test('a magnet link whose torrent comes as a file is over', async () => {
  const path = await makeFolder()
  const infoHash = await seeder.share(path)
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  const peer = leecher.me.id
  await leecher.value('open-magnet', { uri: `magnet:?xt=urn:btih:${infoHash}` })
  await leecher.value('open-torrent', { base64 })
  await expect.poll(() => leecher.part(infoHash)?.state).toBe('active')
  await leecher.value('pause-swarm', { peer, infoHash })
  expect(JSON.parse(await readFile(join(folder, 'leecher', 'session.json'), 'utf8')).magnets).toEqual([])
  await leecher.value('stop-peer', { peer })
  await leecher.value('restart-peer', { peer })
  await expect.poll(() => leecher.me.running).toBe(true)
  expect(leecher.view.magnets).toEqual({})
})

test('a swarm whose files cannot be deleted is forgotten all the same, and the answer says so', async () => {
  const infoHash = await seeder.share(await makeFolder())
  const { base64 } = await seeder.value('read-torrent', { infoHash })
  await leecher.value('open-torrent', { base64 })
  await mkdir(partPath(downloaded('b.txt'), infoHash), { recursive: true })
  const result = await leecher.run('remove-swarm', { peer: leecher.me.id, infoHash, deleteFiles: true })
  expect(result).toMatchObject({ ok: false, code: 'bad-file' })
  await expect.poll(() => leecher.part(infoHash)).toBeUndefined()
  expect(await readdir(join(folder, 'leecher', 'torrents'))).toEqual([])
})

test('a private torrent has no magnet link, and no peers by hand', async () => {
  const infoHash = await seeder.share(await makeFolder(), { isPrivate: true })
  await expect.poll(() => seeder.view.torrents[infoHash]?.isPrivate).toBe(true)
  expect(await seeder.run('read-magnet', { infoHash })).toMatchObject({ ok: false, code: 'private-torrent' })
  const addresses = [leecher.me.server ?? '']
  const [result] = await seeder.value('connect', { peer: seeder.me.id, infoHash, addresses })
  expect(result).toMatchObject({ ok: false, reason: { code: 'private-torrent' } })
})
