import { existsSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HashThreads } from './hash-threads.ts'
import { sha1 } from './hasher.ts'

const piece = (length: number, value: number) => new Uint8Array(length).fill(value)

test('each gets the hash of its own bytes, and the bytes back', async () => {
  const threads = new HashThreads(2)
  const pieces = Array.from({ length: 20 }, (_, i) => piece(1_000 * (20 - i), i))
  const expected = pieces.map((bytes) => ({ hash: Buffer.from(sha1(bytes)), bytes: bytes.slice() }))
  const hashed = await Promise.all(pieces.map((bytes) => threads.hash(bytes)))
  expect(hashed.map(({ hash, bytes }) => ({ hash: Buffer.from(hash), bytes: Uint8Array.from(bytes) }))).toEqual(
    expected,
  )
})

test('a part of a buffer goes with all of it, and comes back as that part', async () => {
  const buffer = piece(100, 7)
  const { hash, bytes } = await new HashThreads(1).hash(buffer.subarray(0, 10))
  expect(Buffer.from(hash)).toEqual(Buffer.from(sha1(piece(10, 7))))
  expect([bytes.length, bytes.buffer.byteLength, buffer.length]).toEqual([10, 100, 0])
})

test('right bytes are written into all of their places, wrong ones into none', async () => {
  await withFiles(2, async ([first, second], paths) => {
    const threads = new HashThreads(1)
    const places = [
      { fd: first!.fd, offset: 5, at: 0, length: 4 },
      { fd: second!.fd, offset: 0, at: 4, length: 6 },
    ]
    const bytes = Uint8Array.from({ length: 10 }, (_, i) => i + 1)
    const wrong = threads.hash(piece(10, 1), { hash: sha1(bytes), places })
    expect(await wrong).toMatchObject({ isWritten: false, bytes: piece(10, 1) })
    expect(await Promise.all(paths.map((path) => readFile(path)))).toEqual([Buffer.of(), Buffer.of()])
    const right = threads.hash(bytes.slice(), { hash: sha1(bytes), places })
    expect(await right).toMatchObject({ isWritten: true, bytes })
    expect(await readFile(paths[0]!)).toEqual(Buffer.of(0, 0, 0, 0, 0, 1, 2, 3, 4))
    expect(await readFile(paths[1]!)).toEqual(Buffer.of(5, 6, 7, 8, 9, 10))
  })
})

test.skipIf(!existsSync('/dev/full'))('what a disk refuses is not written, and comes back', async () => {
  const full = await open('/dev/full', 'r+')
  const bytes = piece(10, 1)
  const places = [{ fd: full.fd, offset: 0, at: 0, length: 10 }]
  expect(await new HashThreads(1).hash(bytes.slice(), { hash: sha1(bytes), places })).toMatchObject({
    isWritten: false,
    bytes,
  })
  await full.close()
})

test('a thread that fails says so, and the next question is answered by another', async () => {
  const threads = new HashThreads(1)
  // Nothing that can be hashed.
  const failing = threads.hash(Object.assign([1], { buffer: new ArrayBuffer(1) }) as unknown as Uint8Array)
  await expect(failing).rejects.toThrow(/could not be checked .*go on to try again/)
  expect(Buffer.from((await threads.hash(piece(3, 3))).hash)).toEqual(Buffer.from(sha1(piece(3, 3))))
})

async function withFiles(count: number, work: (files: FileHandle[], paths: string[]) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  const paths = Array.from({ length: count }, (_, i) => join(folder, `${i}`))
  const files = await Promise.all(paths.map((path) => open(path, 'w')))
  await work(files, paths)
  await Promise.all(files.map((file) => file.close()))
  await rm(folder, { recursive: true })
}
