import { existsSync } from 'node:fs'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { sampleTorrent } from '../testing/sample-torrent.ts'
import { verdictOf, withoutPieceBuffers } from '../testing/verdict.ts'
import { FileStore } from './file-store.ts'
import { directHasher, threadHasher } from './hasher.ts'
import { partPath } from './part-path.ts'
import { readBytes, StorageError } from './piece-store.ts'
import { type OpenOptions, TorrentContent } from './torrent-content.ts'

const pieceLengthBytes = 16_384
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

type Sample = Awaited<ReturnType<typeof sampleTorrent>>
const single = () => sampleTorrent([40_000])
// Pieces of 16,384: a has 0 and 1, b shares 1, c is within 1, d has 1 to 3, e is empty.
const several = () =>
  sampleTorrent([20_000, 5_000, 100, 30_000, 0], { paths: [['a'], ['sub', 'b'], ['sub', 'c'], ['d'], ['empty']] })

async function openDownload(metainfo: Metainfo, options: OpenOptions = {}, hasher = threadHasher) {
  const store = await FileStore.openDownload(metainfo, folder)
  return TorrentContent.open(metainfo, store, hasher, options).catch(async (error) => {
    await store.close()
    throw error
  })
}

const pieceOf = ({ bytes }: Sample, piece: number) =>
  bytes.slice(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes)

async function fetch(content: TorrentContent, sample: Sample, ...pieces: number[]) {
  for (const piece of pieces) {
    await content.writeBlock(piece, 0, pieceOf(sample, piece))
    expect((await verdictOf(content, piece)).right).toBe(true)
    content.have.set(piece)
    await content.settle(piece)
  }
}

/** Every file below the folder, by its path from there. */
async function filesThere(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** The file handles' own class, to let the disk fail. */
async function handleClass() {
  const handle = await open(folder, 'r')
  await handle.close()
  return Object.getPrototypeOf(handle) as Awaited<ReturnType<typeof open>>
}

const diskError = (code: string) => Object.assign(new Error(code), { code })

describe('a single file', () => {
  test('is written beside its name and gets it when whole', async () => {
    const sample = await single()
    const path = join(folder, 'notes.bin')
    const content = await openDownload(sample.metainfo)
    expect(content.savedAs).toBe(path)
    for (const piece of [2, 0, 1]) {
      expect(existsSync(path)).toBe(false)
      await fetch(content, sample, piece)
    }
    expect(new Uint8Array(await readFile(path))).toEqual(sample.bytes)
    expect(await filesThere()).toEqual(['notes.bin'])
    expect(await content.read(1, 5, 10)).toEqual(pieceOf(sample, 1).slice(5, 15))
    await content.close()
  })

  test('a wrong piece is not had, not served, and written again', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await content.writeBlock(0, 0, pieceOf(sample, 1))
    const verdict = await verdictOf(content, 0)
    expect(verdict).toEqual({ right: false, bytes: pieceOf(sample, 1) })
    await expect(content.read(0, 0, 4)).rejects.toBeInstanceOf(RangeError)
    await fetch(content, sample, 0)
    expect(await content.read(0, 0, 4)).toEqual(pieceOf(sample, 0).slice(0, 4))
    expect(verdict.bytes).toEqual(pieceOf(sample, 1))
    await content.close()
  })

  test('the bytes of a block may be reused at once, and a piece that is had takes no more', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    const block = pieceOf(sample, 0)
    const writing = content.writeBlock(0, 0, block)
    block.fill(0)
    const verifying = verdictOf(content, 0)
    await content.writeBlock(0, 0, block)
    await writing
    expect((await verifying).right).toBe(true)
    content.have.set(0)
    await content.writeBlock(0, 0, block)
    expect(await content.read(0, 0, 100)).toEqual(pieceOf(sample, 0).slice(0, 100))
    expect(() => content.writeBlock(2, 0, block)).toThrow(RangeError)
    await content.close()
  })

  test('goes on where it was broken off, with the pieces that still verify', async () => {
    const sample = await single()
    const before = await openDownload(sample.metainfo)
    await fetch(before, sample, 0, 2)
    await before.writeBlock(1, 0, new Uint8Array(100))
    await before.close()
    const checked: number[] = []
    const content = await openDownload(sample.metainfo, { onChecked: (pieces) => checked.push(pieces) })
    expect([...content.have.indices()]).toEqual([0, 2])
    expect(checked).toEqual([1, 2, 3])
    await fetch(content, sample, 1)
    expect(new Uint8Array(await readFile(join(folder, 'notes.bin')))).toEqual(sample.bytes)
    await content.close()
  })

  test('gets its name at the next start when the program ended in between', async () => {
    const sample = await single()
    const path = join(folder, 'notes.bin')
    await writeFile(partPath(path, sample.metainfo.infoHash), Buffer.concat([sample.bytes, Buffer.from('too long')]))
    const content = await openDownload(sample.metainfo)
    expect(content.whole).toBe(true)
    expect(new Uint8Array(await readFile(path))).toEqual(sample.bytes)
    expect(await filesThere()).toEqual(['notes.bin'])
    await content.close()
  })

  test('the checking ends when it is not wanted any more', async () => {
    const sample = await single()
    await writeFile(join(folder, 'notes.bin'), sample.bytes)
    const aborter = new AbortController()
    const onChecked = () => aborter.abort(new Error('enough'))
    await expect(openDownload(sample.metainfo, { onChecked, signal: aborter.signal })).rejects.toThrow('enough')
  })

  test('somebody else’s file is never overwritten', async () => {
    const { metainfo, bytes } = await single()
    const path = join(folder, 'notes.bin')
    await writeFile(path, 'my thesis')
    await expect(openDownload(metainfo)).rejects.toThrow(/another file named .* is already there/)
    expect(await readFile(path, 'utf8')).toBe('my thesis')
    await writeFile(path, new Uint8Array(bytes.length))
    await expect(openDownload(metainfo)).rejects.toThrow(/is not the file of this torrent/)
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(bytes.length))
    await rm(path)
    await mkdir(path)
    await expect(openDownload(metainfo)).rejects.toThrow(/another file named/)
  })

  test('a file that took its name meanwhile stays', async () => {
    const sample = await single()
    const path = join(folder, 'notes.bin')
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1)
    await writeFile(path, 'my thesis')
    await expect(fetch(content, sample, 2)).rejects.toThrow(/has come meanwhile/)
    expect(await readFile(path, 'utf8')).toBe('my thesis')
    await rm(path)
    await content.settle()
    expect(new Uint8Array(await readFile(path))).toEqual(sample.bytes)
    await content.close()
  })

  test('a link that took its name meanwhile stays, though it leads nowhere', async () => {
    const sample = await single()
    const path = join(folder, 'notes.bin')
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1)
    await symlink(join(folder, 'away'), path)
    await expect(fetch(content, sample, 2)).rejects.toThrow(/has come meanwhile/)
    expect(await readlink(path)).toBe(join(folder, 'away'))
    await content.close()
  })

  test('of two torrents of that name that end at once, one gets it and the other says so', async () => {
    const samples = [await single(), await sampleTorrent([40_000], { pieceLengthBytes: 32_768 })]
    const contents = await Promise.all(samples.map(({ metainfo }) => openDownload(metainfo)))
    for (const [i, { metainfo, bytes }] of samples.entries()) {
      for (let piece = 0; piece < metainfo.pieceCount; piece++) {
        const start = piece * metainfo.pieceLengthBytes
        await contents[i]!.writeBlock(piece, 0, bytes.slice(start, start + contents[i]!.pieceLengthAt(piece)))
        await verdictOf(contents[i]!, piece)
        contents[i]!.have.set(piece)
      }
    }
    const ends = await Promise.allSettled(
      contents.map(async (content) => {
        for (const piece of content.have.indices()) await content.settle(piece)
      }),
    )
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await filesThere()).length).toBe(2)
    for (const content of contents) await content.close()
  })

  test('it is read without a break while it gets its name', async () => {
    const sample = await single()
    for (let round = 0; round < 10; round++) {
      const content = await openDownload(sample.metainfo)
      await fetch(content, sample, 0, 1)
      content.writeBlock(2, 0, pieceOf(sample, 2))
      await verdictOf(content, 2)
      content.have.set(2)
      let settled = false
      const settling = content.settle(2).finally(() => {
        settled = true
      })
      const read = async () => {
        while (!settled) await content.read(0, 0, 100)
      }
      await Promise.all([settling, read(), read(), read(), read()])
      await content.close()
      await rm(join(folder, 'notes.bin'))
    }
  })

  test.each([0, 1, 2, 4, 8])('what is closed changes nothing on disk any more (%i)', async (turns) => {
    const sample = await several()
    const content = await openDownload(sample.metainfo)
    for (const piece of [0, 1, 2, 3]) {
      content.writeBlock(piece, 0, pieceOf(sample, piece))
      await verdictOf(content, piece)
      content.have.set(piece)
    }
    const settling = Promise.all([0, 1, 2, 3].map((piece) => content.settle(piece))).catch(() => undefined)
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    await content.close()
    const then = await filesThere()
    await settling
    expect(await filesThere()).toEqual(then)
  })

  test('a part file that was left beside the finished file goes', async () => {
    const sample = await single()
    const path = join(folder, 'notes.bin')
    await writeFile(path, sample.bytes)
    await link(path, partPath(path, sample.metainfo.infoHash))
    const content = await openDownload(sample.metainfo)
    expect(content.whole).toBe(true)
    expect(await filesThere()).toEqual(['notes.bin'])
    await content.close()
  })
})

test('the unfinished download of another torrent or program of that name stays untouched', async () => {
  const sample = await single()
  const other = await sampleTorrent([40_000], { pieceLengthBytes: 32_768 })
  await writeFile(join(folder, 'notes.bin.part'), 'half a film')
  const content = await openDownload(sample.metainfo)
  await fetch(content, sample, 0)
  const another = await openDownload(other.metainfo)
  await another.writeBlock(0, 0, new Uint8Array(16_384))
  expect(await content.read(0, 0, 10)).toEqual(pieceOf(sample, 0).slice(0, 10))
  expect(await readFile(join(folder, 'notes.bin.part'), 'utf8')).toBe('half a film')
  await content.close()
  await another.close()
})

describe('several files', () => {
  test('each gets its name once all its pieces are verified, an empty one at the end', async () => {
    const sample = await several()
    const part = (name: string) => partPath(join('course', name), sample.metainfo.infoHash)
    const content = await openDownload(sample.metainfo)
    expect(await filesThere()).toEqual([])
    await fetch(content, sample, 0)
    expect(await filesThere()).toEqual([part('a')])
    await fetch(content, sample, 1)
    expect(await filesThere()).toEqual(['course/a', part('d'), 'course/sub/b', 'course/sub/c'].sort())
    await fetch(content, sample, 2, 3)
    expect(await filesThere()).toEqual(['course/a', 'course/d', 'course/empty', 'course/sub/b', 'course/sub/c'])
    expect(content.savedAs).toBe(join(folder, 'course'))
    const all = await Promise.all(['a', 'sub/b', 'sub/c', 'd'].map((name) => readFile(join(folder, 'course', name))))
    expect(new Uint8Array(Buffer.concat(all))).toEqual(sample.bytes)
    expect(await content.read(1, 3_000, 8_000)).toEqual(pieceOf(sample, 1).slice(3_000, 11_000))
    await content.close()
  })

  test('a block’s place is a file and an offset in it', async () => {
    const { metainfo } = await several()
    const content = await openDownload(metainfo)
    expect(content.placeOf(0, 0)).toEqual({ file: 'a', offset: 0 })
    expect(content.placeOf(1, 4_000)).toEqual({ file: 'sub/b', offset: 384 })
    expect(content.placeOf(3, 0)).toEqual({ file: 'd', offset: 3 * 16_384 - 25_100 })
    await content.close()
    const alone = await openDownload((await single()).metainfo)
    expect(alone.placeOf(1, 5)).toEqual({ file: 'notes.bin', offset: 16_389 })
    await alone.close()
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7].map((mask) => [mask]))(
    'go on after a kill between renamings, whichever were done (%i)',
    async (mask) => {
      const sample = await several()
      const before = await openDownload(sample.metainfo, { unwanted: [0, 1, 2] })
      await fetch(before, sample, 1, 2, 3)
      await before.close()
      // Their bytes of piece 1 rest in part files; b and c are complete there.
      for (const [bit, name] of ['sub/b', 'sub/c', 'd'].entries()) {
        const path = join(folder, 'course', name)
        const part = partPath(path, sample.metainfo.infoHash)
        if (mask & (1 << bit) && existsSync(part)) await rename(part, path)
        if (!(mask & (1 << bit)) && existsSync(path)) await rename(path, part)
      }
      const content = await openDownload(sample.metainfo)
      expect([...content.have.indices()]).toEqual([1, 2, 3])
      await fetch(content, sample, 0)
      expect(await filesThere()).toEqual(['course/a', 'course/d', 'course/empty', 'course/sub/b', 'course/sub/c'])
      await content.close()
    },
  )

  test('of what is not wanted there are at most the bytes that share a piece, until it is wanted', async () => {
    const sample = await several()
    const part = (name: string) => partPath(join('course', name), sample.metainfo.infoHash)
    const content = await openDownload(sample.metainfo, { unwanted: [1, 2, 3, 4] })
    expect([...content.wanted.indices()]).toEqual([0, 1])
    await fetch(content, sample, 0, 1)
    expect(content.complete).toBe(true)
    expect(content.whole).toBe(false)
    expect(await filesThere()).toEqual(['course/a', part('d'), part('sub/b'), part('sub/c')].sort())
    content.chooseFiles([3])
    await content.settle()
    expect(await filesThere()).toEqual(['course/a', part('d'), 'course/empty', 'course/sub/b', 'course/sub/c'].sort())
    await content.close()
    const again = await openDownload(sample.metainfo, { unwanted: [3] })
    expect(await filesThere()).toContain(part('d'))
    expect(() => again.chooseFiles([0, 1, 2, 3, 4])).toThrow(RangeError)
    expect(() => again.chooseFiles([5])).toThrow(RangeError)
    expect(again.unwanted).toEqual([3])
    again.chooseFiles([])
    expect(again.complete).toBe(false)
    await fetch(again, sample, 2, 3)
    expect(await filesThere()).toEqual(['course/a', 'course/d', 'course/empty', 'course/sub/b', 'course/sub/c'])
    await again.close()
  })

  test('a finished file is used though its neighbours are gone, and never written', async () => {
    const sample = await several()
    await mkdir(join(folder, 'course'))
    await writeFile(join(folder, 'course', 'a'), sample.bytes.slice(0, 20_000))
    const content = await openDownload(sample.metainfo)
    expect([...content.have.indices()]).toEqual([0])
    // A lie about the part that is there already is found out, and blames nobody’s disk.
    const lie = pieceOf(sample, 1)
    lie[7] = 255 - (lie[7] ?? 0)
    await content.writeBlock(1, 0, lie)
    expect(await verdictOf(content, 1)).toEqual({ right: false, bytes: lie })
    await fetch(content, sample, 1, 2, 3)
    expect(new Uint8Array(await readFile(join(folder, 'course', 'a')))).toEqual(sample.bytes.slice(0, 20_000))
    expect(content.whole).toBe(true)
    await content.close()
  })

  test('a finished file that differs only where its neighbours are gone is told when that is known', async () => {
    const sample = await several()
    const path = join(folder, 'course', 'a')
    const changed = sample.bytes.slice(0, 20_000)
    changed[19_000] = 255 - (changed[19_000] ?? 0)
    await mkdir(join(folder, 'course'))
    await writeFile(path, changed)
    const content = await openDownload(sample.metainfo)
    await expect(fetch(content, sample, 1)).rejects.toThrow(/course.a is not the file of this torrent/)
    expect(new Uint8Array(await readFile(path))).toEqual(changed)
    await content.close()
  })

  test('padding is zeros and no file (BEP 47)', async () => {
    const { metainfo, bytes } = await sampleTorrent([16_384, 100, 16_384], { paths: [['a'], ['.pad', '1'], ['b']] })
    const files = metainfo.files.map((file, i) => ({ ...file, isPadding: i === 1 }))
    const store = await FileStore.openDownload({ ...metainfo, files }, folder)
    await store.write(0, bytes)
    const expected = bytes.slice()
    expect(await readBytes(store, 0, 16_384)).toEqual(bytes.slice(0, 16_384))
    expect((await filesThere()).map((name) => name.split('.')[0])).toEqual(['course/a', 'course/b'])
    // Bytes that are no zeros are kept for checking, but then it is no padding.
    expect(await readBytes(store, 0, bytes.length)).toEqual(expected)
    expect(store.conflict(16_384, 16_384)?.message).toMatch(/padding is not empty/)
    expect(store.conflict(0, 16_384)).toBeNull()
    await store.write(16_384, new Uint8Array(100))
    expect(store.conflict(16_384, 16_384)).toBeNull()
    await store.finish([1])
    expect(await readBytes(store, 16_384, 100)).toEqual(new Uint8Array(100))
    await store.close()
  })

  test('padding whose right bytes are no zeros is told at its first piece, and not kept in memory', async () => {
    const sample = await sampleTorrent([16_384, 65_536], { paths: [['a'], ['.pad', '1']] })
    const files = sample.metainfo.files.map((file, i) => ({ ...file, isPadding: i === 1 }))
    const content = await openDownload({ ...sample.metainfo, files })
    await fetch(content, sample, 0)
    await expect(fetch(content, sample, 1)).rejects.toThrow(/padding is not empty/)
    expect([...content.have.indices()]).toEqual([0])
    await content.close()
  })

  test('a folder that is a file says so', async () => {
    const sample = await several()
    await writeFile(join(folder, 'course'), 'my thesis')
    await expect(openDownload(sample.metainfo)).rejects.toThrow(/needs a folder where a file stands/)
    expect(await readFile(join(folder, 'course'), 'utf8')).toBe('my thesis')
  })
})

describe('changed underneath', () => {
  test('a part file that is deleted is told, and the next start fetches it again', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1)
    await rm(partPath(join(folder, 'notes.bin'), sample.metainfo.infoHash))
    await expect(fetch(content, sample, 2)).rejects.toThrow(/was moved or deleted/)
    await content.close()
    const again = await openDownload(sample.metainfo)
    expect(again.have.size).toBe(0)
    await again.close()
  })

  test('a part file that shrank is never filled up with zeros', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1)
    await content.writeBlock(2, 0, pieceOf(sample, 2))
    await verdictOf(content, 2)
    content.have.set(2)
    await truncate(partPath(join(folder, 'notes.bin'), sample.metainfo.infoHash), 100)
    await expect(content.settle(2)).rejects.toThrow(/was changed by another program/)
    expect(existsSync(join(folder, 'notes.bin'))).toBe(false)
    await content.close()
  })

  test.each<[string, (path: string) => Promise<void>, RegExp]>([
    ['deleted', (path) => rm(path), /was moved or deleted/],
    ['replaced', (path) => rm(path).then(() => writeFile(path, new Uint8Array(40_000))), /moved or deleted|changed by/],
  ])('a finished file that is %s is told within a few blocks, which are still right', async (_, change, sentence) => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1, 2)
    await content.read(0, 0, 100)
    await change(join(folder, 'notes.bin'))
    const reads = async () => {
      for (let i = 0; i < 20; i++) expect(await content.read(0, 0, 100)).toEqual(sample.bytes.slice(0, 100))
    }
    await expect(reads()).rejects.toThrow(sentence)
    await content.close()
  })

  test.each<[string, (path: string) => Promise<void>, RegExp]>([
    ['rewritten', (path) => writeFile(path, new Uint8Array(40_000)), /was changed by another program/],
    ['touched', (path) => utimes(path, 1, 1), /was changed by another program/],
    ['shortened', (path) => truncate(path, 5), /became shorter|was changed by/],
  ])('of a finished file that is %s nothing more is served', async (_, change, sentence) => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1, 2)
    await content.read(0, 0, 100)
    await change(join(folder, 'notes.bin'))
    await expect(content.read(0, 0, 100)).rejects.toThrow(sentence)
    await content.close()
  })
})

describe('a disk that fails', () => {
  test.each([
    ['ENOSPC', /disk of .* is full; make room/],
    ['EDQUOT', /is full/],
    ['EIO', /disk of .* failed/],
    ['EFBIG', /takes no file as large/],
  ])('%s while writing is a sentence, and nothing counts', async (code, sentence) => {
    const sample = await single()
    const content = await openDownload(sample.metainfo, {}, directHasher)
    await fetch(content, sample, 0)
    vi.spyOn(await handleClass(), 'write').mockRejectedValueOnce(diskError(code))
    content.writeBlock(1, 0, pieceOf(sample, 1))
    await expect(verdictOf(content, 1)).rejects.toThrow(sentence)
    vi.spyOn(await handleClass(), 'write').mockRejectedValueOnce(diskError(code))
    await withoutPieceBuffers(pieceLengthBytes, async () => {
      await expect(content.writeBlock(1, 0, pieceOf(sample, 1))).rejects.toThrow(sentence)
      await expect(verdictOf(content, 1)).rejects.toBeInstanceOf(StorageError)
    })
    await fetch(content, sample, 1, 2)
    expect(new Uint8Array(await readFile(join(folder, 'notes.bin')))).toEqual(sample.bytes)
    await content.close()
  })

  test('a file that cannot be synced does not get its name, and does at the next try', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0, 1)
    vi.spyOn(await handleClass(), 'sync').mockRejectedValueOnce(diskError('EIO'))
    await expect(fetch(content, sample, 2)).rejects.toThrow(/failed/)
    expect(existsSync(join(folder, 'notes.bin'))).toBe(false)
    await content.settle()
    expect(existsSync(join(folder, 'notes.bin'))).toBe(true)
    await content.close()
  })

  test('short writes and reads are gone on with', async () => {
    const sample = await single()
    const handles = await handleClass()
    const { write, readv } = handles
    vi.spyOn(handles, 'write').mockImplementation(function (this: typeof handles, ...args: unknown[]) {
      const [bytes, at, length, offset] = args as [Uint8Array, number, number, number]
      return Reflect.apply(write, this, [bytes, at, Math.min(length, 5_000), offset]) as never
    })
    vi.spyOn(handles, 'readv').mockImplementation(function (this: typeof handles, ...args: unknown[]) {
      const [[first, ...others], offset] = args as [Uint8Array[], number]
      const few = first && first.length > 3_000 ? [first.subarray(0, 3_000)] : [first, ...others]
      return Reflect.apply(readv, this, [few, offset]) as never
    })
    const content = await openDownload(sample.metainfo, {}, directHasher)
    await fetch(content, sample, 0, 1, 2)
    vi.restoreAllMocks()
    expect(new Uint8Array(await readFile(join(folder, 'notes.bin')))).toEqual(sample.bytes)
    await content.close()
  })

  test.skipIf(!existsSync('/dev/full'))('a disk that is really full', async () => {
    const sample = await single()
    await symlink('/dev/full', partPath(join(folder, 'notes.bin'), sample.metainfo.infoHash))
    const content = await openDownload(sample.metainfo).catch((error: Error) => error)
    if (content instanceof Error) throw content
    content.writeBlock(1, 0, pieceOf(sample, 1))
    await expect(verdictOf(content, 1)).rejects.toThrow(/is full/)
    await content.close()
  })

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written', async () => {
    const { metainfo, bytes } = await single()
    await chmod(folder, 0o555)
    const store = await FileStore.openDownload(metainfo, folder)
    await expect(store.write(0, bytes)).rejects.toThrow(/may not be used; check its permissions/)
    await chmod(folder, 0o755)
  })

  test('a path that is too long', async () => {
    const { metainfo } = await single()
    await expect(FileStore.openDownload(metainfo, join(folder, 'x'.repeat(300)))).rejects.toThrow(/too long/)
  })

  test('what is closed stays closed', async () => {
    const sample = await single()
    const content = await openDownload(sample.metainfo)
    await fetch(content, sample, 0)
    await content.close()
    await expect(content.read(0, 0, 5)).rejects.toThrow(/is closed/)
    content.writeBlock(1, 0, pieceOf(sample, 1))
    await expect(verdictOf(content, 1)).rejects.toBeInstanceOf(StorageError)
  })
})

test.skipIf(!existsSync('/proc/self/fd'))(
  'closed while pieces are being verified, nothing of it stays open',
  async () => {
    const sample = await several()
    const content = await openDownload(sample.metainfo)
    for (const piece of [0, 1, 2]) content.writeBlock(piece, 0, pieceOf(sample, piece))
    const verdicts = [0, 1, 2].map((piece) => verdictOf(content, piece).catch((error) => error))
    await content.close()
    await Promise.all(verdicts)
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    )
    expect(open.filter((path) => path.startsWith(folder))).toEqual([])
  },
)

test('what is shared in its own place is only read', async () => {
  const path = join(folder, 'notes.bin')
  const file = { name: 'notes.bin', path, lengthBytes: 100 }
  await expect(FileStore.openShared(path, [file])).rejects.toThrow(/does not exist/)
  await writeFile(path, new Uint8Array(100))
  const store = await FileStore.openShared(path, [file])
  await store.write(0, new Uint8Array(100).fill(1))
  expect(store.conflict(0, 100)?.message).toMatch(/not as it was shared/)
  await store.finish([0])
  expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(100))
  await store.remove(async () => true)
  expect(await filesThere()).toEqual(['notes.bin'])
  await writeFile(path, 'short')
  await expect(FileStore.openShared(path, [file])).rejects.toThrow(/another length/)
})
