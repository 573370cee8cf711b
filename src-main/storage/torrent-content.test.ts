import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { sampleTorrent } from '../testing/sample-torrent.ts'
import { verdictOf, withoutPieceBuffers } from '../testing/verdict.ts'
import { FileStore } from './file-store.ts'
import { directHasher, type Hasher, threadHasher } from './hasher.ts'
import { MemoryStore } from './memory-store.ts'
import { TorrentContent } from './torrent-content.ts'

const hash = directHasher
const blockLength = 400

const layouts = fc.record({
  lengths: fc
    .array(fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 9 })
    .filter((lengths) => lengths.some((length) => length > 0)),
  pieceLengthBytes: fc.integer({ min: 1, max: 3 }).map((factor) => factor * 500),
  unwanted: fc.uniqueArray(fc.nat(8)),
  seed: fc.nat(),
  stopAfter: fc.nat(60),
  assembles: fc.boolean(),
  onThreads: fc.boolean(),
})

interface Layout {
  readonly lengths: readonly number[]
  readonly pieceLengthBytes: number
  readonly unwanted: readonly number[]
  readonly seed: number
  readonly stopAfter: number
}

interface Block {
  readonly piece: number
  readonly begin: number
  readonly bytes: Uint8Array
}

function blocksOf(content: TorrentContent, bytes: Uint8Array): Block[] {
  return [...content.wanted.indices()].flatMap((piece) => {
    const length = content.pieceLengthAt(piece)
    return Array.from({ length: Math.ceil(length / blockLength) }, (_, i) => {
      const begin = i * blockLength
      const start = piece * content.metainfo.pieceLengthBytes + begin
      return { piece, begin, bytes: bytes.slice(start, start + Math.min(blockLength, length - begin)) }
    })
  })
}

function shuffle<T>(items: T[], seed: number): T[] {
  const random = seededRandom(seed)
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

/** Writes blocks as they come, all at once, and checks each piece when its last one was handed over. */
async function fetch(content: TorrentContent, blocks: readonly Block[]): Promise<void> {
  const left = new Map<number, number>()
  for (const { piece } of blocks) left.set(piece, Math.ceil(content.pieceLengthAt(piece) / blockLength))
  const work = blocks.map(async ({ piece, begin, bytes }) => {
    const writing = content.writeBlock(piece, begin, bytes)
    left.set(piece, (left.get(piece) ?? 0) - 1)
    if (left.get(piece) !== 0) return writing
    expect((await verdictOf(content, piece)).right).toBe(true)
    content.have.set(piece)
    await content.settle(piece)
  })
  await Promise.all(work)
}

test('any files in any pieces: blocks in any order, broken off anywhere, end as the same files; others never appear', async () => {
  const property = fc.asyncProperty(layouts, async ({ assembles, onThreads, ...layout }) => {
    const check = () => anyFiles(layout, onThreads ? threadHasher : directHasher)
    if (assembles) await check()
    else await withoutPieceBuffers(layout.pieceLengthBytes, check)
  })
  await fc.assert(property, { numRuns: 60 })
})

async function anyFiles(
  { lengths, pieceLengthBytes, unwanted, seed, stopAfter }: Layout,
  hasher: Hasher,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  try {
    const paths = lengths.map((_, i) => (i % 3 === 0 ? [`f${i}`] : ['sub', `f${i}`]))
    const { metainfo, bytes } = await sampleTorrent(lengths, { paths, pieceLengthBytes })
    const given = unwanted.filter((file) => file < lengths.length)
    const options = { unwanted: given.length === lengths.length ? [] : given }
    const open = async () =>
      TorrentContent.open(metainfo, await FileStore.openDownload(metainfo, folder), hasher, options)

    const before = await open()
    const blocks = shuffle(blocksOf(before, bytes), seed)
    await fetch(before, blocks.slice(0, stopAfter))
    await before.close()
    const content = await open()
    expect([...before.have.indices()].every((piece) => content.have.has(piece))).toBe(true)
    await fetch(
      content,
      shuffle(blocks, seed + 1).filter(({ piece }) => !content.have.has(piece)),
    )

    expect(content.complete).toBe(true)
    for (const piece of content.have.indices()) {
      const start = piece * pieceLengthBytes
      const length = content.pieceLengthAt(piece)
      expect(await content.read(piece, 0, length)).toEqual(bytes.slice(start, start + length))
    }
    await content.close()
    let start = 0
    const final: string[] = []
    for (const [i, length] of lengths.entries()) {
      const path = join('course', ...paths[i]!)
      if (!options.unwanted.includes(i)) {
        final.push(path)
        expect(new Uint8Array(await readFile(join(folder, path)))).toEqual(bytes.slice(start, start + length))
      }
      start += length
    }
    const there = await readdir(folder, { recursive: true })
    expect(there.filter((path) => /f\d$/.test(path)).sort()).toEqual(final.sort())
    if (options.unwanted.length === 0) expect(there.filter((path) => path.endsWith('.part'))).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('in memory a wrong piece is kept apart from what comes next', async () => {
  const { metainfo, bytes } = await sampleTorrent([1_000], { pieceLengthBytes: 500 })
  const content = await TorrentContent.open(metainfo, new MemoryStore(1_000), hash)
  await content.writeBlock(0, 0, bytes.slice(500))
  const wrong = await verdictOf(content, 0)
  await content.writeBlock(0, 0, bytes.slice(0, 500))
  expect((await verdictOf(content, 0)).right).toBe(true)
  expect(wrong).toEqual({ right: false, bytes: bytes.slice(500) })
  expect(content.placeOf(1, 20)).toEqual({ file: 'memory', offset: 520 })
})

test('a block that comes while its piece is being verified, or later, changes nothing', async () => {
  const { metainfo, bytes } = await sampleTorrent([1_000], { pieceLengthBytes: 500 })
  const content = await TorrentContent.open(metainfo, new MemoryStore(1_000), hash)
  await content.writeBlock(0, 0, bytes.slice(0, 500))
  const verifying = verdictOf(content, 0)
  await content.writeBlock(0, 0, new Uint8Array(500))
  expect((await verifying).right).toBe(true)
  await content.writeBlock(0, 0, new Uint8Array(500))
  content.have.set(0)
  expect(await content.read(0, 0, 500)).toEqual(bytes.slice(0, 500))
})

test('bytes of several pieces are read at once, if all of these are there', async () => {
  const { metainfo, bytes } = await sampleTorrent([1_200], { pieceLengthBytes: 500 })
  bytes[1_100] = 255
  const content = await TorrentContent.open(metainfo, new MemoryStore(bytes), hash)
  const target = new Uint8Array(700)
  await content.readInto(0, 300, [target.subarray(0, 400), target.subarray(400)])
  expect(target).toEqual(bytes.slice(300, 1_000))
  await expect(content.readInto(0, 300, [new Uint8Array(701)])).rejects.toThrow(RangeError)
  await expect(content.readInto(1, 0, [target])).rejects.toThrow(RangeError)
  await expect(content.readInto(0, 501, [new Uint8Array(1)])).rejects.toThrow(RangeError)
  await expect(content.readInto(9, 0, [new Uint8Array(1)])).rejects.toThrow(RangeError)
})

test('what is held in memory counts only where it is right', async () => {
  const { metainfo, bytes } = await sampleTorrent([1_000], { pieceLengthBytes: 500 })
  bytes[700] = 255
  const content = await TorrentContent.open(metainfo, new MemoryStore(bytes), hash)
  expect([...content.have.indices()]).toEqual([0])
})
