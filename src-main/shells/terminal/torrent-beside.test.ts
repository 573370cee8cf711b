import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeTorrentBeside } from './torrent-beside.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const torrent = Buffer.from('d4:infode')

test('the torrent is written beside its file, once', async () => {
  const path = await writeTorrentBeside(join(folder, 'a.bin'), torrent)
  expect(path).toBe(join(folder, 'a.bin.torrent'))
  expect(await writeTorrentBeside(join(folder, 'a.bin'), torrent)).toBe(path)
  expect(await readdir(folder)).toEqual(['a.bin.torrent'])
})

test('another torrent of that name stays as it is', async () => {
  const taken = join(folder, 'a.bin.torrent')
  await writeFile(taken, 'theirs')
  const path = await writeTorrentBeside(join(folder, 'a.bin'), torrent)
  expect(path).toBe(join(folder, 'a.bin (2).torrent'))
  expect(await readFile(taken, 'utf8')).toBe('theirs')
})
