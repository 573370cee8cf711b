import { existsSync } from 'node:fs'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
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

test('right bytes are written to their place, wrong ones are not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  const path = join(folder, 'file')
  const file = await open(path, 'w')
  const threads = new HashThreads(1)
  const bytes = Uint8Array.from({ length: 5 }, (_, i) => i + 1)
  const writeIfRight = { hash: sha1(bytes), place: { fd: file.fd, offset: 3 } }
  expect(await threads.hash(piece(5, 1), writeIfRight)).toMatchObject({ isWritten: false, bytes: piece(5, 1) })
  expect(await readFile(path)).toEqual(Buffer.of())
  expect(await threads.hash(bytes.slice(), writeIfRight)).toMatchObject({ isWritten: true, bytes })
  expect(await readFile(path)).toEqual(Buffer.of(0, 0, 0, 1, 2, 3, 4, 5))
  await file.close()
  await rm(folder, { recursive: true })
})

test.skipIf(!existsSync('/dev/full'))('what a disk refuses is not written, and comes back', async () => {
  const full = await open('/dev/full', 'r+')
  const bytes = piece(10, 1)
  const place = { fd: full.fd, offset: 0 }
  expect(await new HashThreads(1).hash(bytes.slice(), { hash: sha1(bytes), place })).toMatchObject({
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
