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
