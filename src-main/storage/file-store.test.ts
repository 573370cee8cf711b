import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { FileStore } from './file-store.ts'
import { poolHasher, sha1 } from './hasher.ts'
import { makeTorrent } from './make-torrent.ts'
import { MemoryStore } from './memory-store.ts'
import { StorageError } from './piece-store.ts'
import { TorrentContent } from './torrent-content.ts'

const pieceLengthBytes = 16_384
const bytes = Uint8Array.from({ length: 40_000 }, (_, index) => (index * 7) % 251)
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  path = join(folder, 'notes.bin')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function metainfoOf() {
  const store = new MemoryStore(bytes)
  return readMetainfo(
    await makeTorrent({
      name: 'notes.bin',
      lengthBytes: bytes.length,
      pieceLengthBytes,
      store,
      hash: poolHasher,
      createdBy: 'test',
    }),
    sha1,
  )
}

async function openDownload() {
  const metainfo = await metainfoOf()
  const store = await FileStore.openDownload(path, bytes.length, metainfo.infoHash)
  return TorrentContent.open(metainfo, store, poolHasher).catch(async (error) => {
    await store.close()
    throw error
  })
}

const piece = (index: number) => bytes.slice(index * pieceLengthBytes, (index + 1) * pieceLengthBytes)

describe('a download', () => {
  test('is written beside its name and gets it when whole', async () => {
    const content = await openDownload()
    for (const index of [2, 0, 1]) {
      expect(existsSync(path)).toBe(false)
      expect(await content.verify(index, piece(index))).toBe(true)
      content.have.set(index)
    }
    await content.finish()
    expect(new Uint8Array(await readFile(path))).toEqual(bytes)
    expect(await readdir(folder)).toEqual(['notes.bin'])
    expect(await content.read(1, 5, 10)).toEqual(piece(1).slice(5, 15))
    await content.close()
  })

  test('a wrong piece is not written', async () => {
    const content = await openDownload()
    expect(await content.verify(0, piece(1))).toBe(false)
    expect(await content.read(0, 0, 4)).toEqual(new Uint8Array(4))
    await content.close()
  })

  test('goes on where it was broken off, with the pieces that still verify', async () => {
    const before = await openDownload()
    await before.verify(0, piece(0))
    await before.verify(2, piece(2))
    await before.close()
    const content = await openDownload()
    expect([...content.have.indices()]).toEqual([0, 2])
    await content.close()
  })

  test('that lacked only its name when the program ended gets it at the next start', async () => {
    const before = await openDownload()
    for (const index of [0, 1, 2]) await before.verify(index, piece(index))
    await before.close()
    const content = await openDownload()
    expect(content.whole).toBe(true)
    expect(new Uint8Array(await readFile(path))).toEqual(bytes)
    await content.close()
  })

  test('that is there already is shared at once', async () => {
    await writeFile(path, bytes)
    const content = await openDownload()
    expect(content.whole).toBe(true)
    await content.close()
  })

  test("never touches somebody else's file of the same name", async () => {
    await writeFile(path, 'my thesis')
    await expect(openDownload()).rejects.toThrow(/another file named .* is already there/)
    expect(await readFile(path, 'utf8')).toBe('my thesis')
    await writeFile(path, new Uint8Array(bytes.length))
    await expect(openDownload()).rejects.toThrow(/is not the file of this torrent/)
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(bytes.length))
  })
})

test("somebody else's unfinished download, or one of another torrent of the same name, is not touched", async () => {
  await writeFile(`${path}.part`, 'half a film')
  const content = await openDownload()
  await content.verify(0, piece(0))
  const other = await FileStore.openDownload(path, bytes.length, 'ff'.repeat(20) as InfoHash)
  await other.write(0, new Uint8Array(bytes.length))
  expect(await content.read(0, 0, 10)).toEqual(piece(0).slice(0, 10))
  expect(await readFile(`${path}.part`, 'utf8')).toBe('half a film')
  await content.close()
  await other.close()
})

test('a file that took the name during the download is kept, and so is the download', async () => {
  const content = await openDownload()
  for (const index of [0, 1, 2]) await content.verify(index, piece(index))
  await writeFile(path, 'my thesis')
  await expect(content.finish()).rejects.toThrow(/has come meanwhile/)
  expect(await readFile(path, 'utf8')).toBe('my thesis')
  await content.close()
})

test('a file that is missing, a folder, or cut short is a StorageError with a sentence', async () => {
  await expect(FileStore.openWhole(path)).rejects.toThrow(/does not exist/)
  await writeFile(path, bytes)
  const store = await FileStore.openWhole(path)
  await writeFile(path, 'short')
  await expect(store.read(100, 100)).rejects.toBeInstanceOf(StorageError)
  await store.close()
})

test('a shared file can not be written to', async () => {
  await writeFile(path, bytes)
  const store = await FileStore.openWhole(path)
  await expect(store.write(0, bytes)).rejects.toBeInstanceOf(StorageError)
  await store.close()
})
