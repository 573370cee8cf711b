import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withTrackers } from '../../../src-shared/metainfo/metainfo.ts'
import { writeTorrentBeside } from './torrent-beside.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const torrent = Buffer.from('d4:infodee')

test('the torrent is written beside its file, once', async () => {
  const path = await writeTorrentBeside(join(folder, 'a.bin'), torrent)
  expect(path).toBe(join(folder, 'a.bin.torrent'))
  expect(await writeTorrentBeside(join(folder, 'a.bin'), torrent)).toBe(path)
  expect(await readdir(folder)).toEqual(['a.bin.torrent'])
})

test('the same torrent with other trackers is replaced, but not one that differs otherwise', async () => {
  const file = join(folder, 'a.bin')
  const path = await writeTorrentBeside(file, withTrackers(torrent, [['http://127.0.0.1:5000/announce']]))
  const newer = withTrackers(torrent, [['http://127.0.0.1:7001/announce']])
  expect(await writeTorrentBeside(file, newer)).toBe(path)
  expect(await readFile(path)).toEqual(Buffer.from(newer))
  expect(await writeTorrentBeside(file, Buffer.from('d4:infod1:ai1eee'))).toBe(join(folder, 'a.bin (2).torrent'))
  expect(await readFile(path)).toEqual(Buffer.from(newer))
})

test('another torrent of that name stays as it is', async () => {
  const taken = join(folder, 'a.bin.torrent')
  await writeFile(taken, 'theirs')
  const path = await writeTorrentBeside(join(folder, 'a.bin'), torrent)
  expect(path).toBe(join(folder, 'a.bin (2).torrent'))
  expect(await readFile(taken, 'utf8')).toBe('theirs')
})

test('in a folder with a long path too', async () => {
  const deep = join(folder, 'lectures of the summer term', 'week 12, peer-to-peer networks')
  await mkdir(deep, { recursive: true })
  await writeFile(join(deep, 'a.bin.torrent'), 'theirs')
  expect(await writeTorrentBeside(join(deep, 'a.bin'), torrent)).toBe(join(deep, 'a.bin (2).torrent'))
})

test('a place that cannot be written is a sentence', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(writeTorrentBeside(join(folder, 'file', 'a.bin'), torrent)).rejects.toThrow(
    /needs a folder where a file/,
  )
})
