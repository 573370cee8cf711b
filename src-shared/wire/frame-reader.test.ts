import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import { FrameReader } from './frame-reader.ts'
import { bytesOf, messageSamples } from './message-samples.ts'
import { decodeMessage, maxFrameLength } from './message-table.ts'
import { ProtocolError } from './protocol-error.ts'

const stream = bytesOf(messageSamples.map(([, bytes]) => bytes).join(''))
const frames = messageSamples.map(([, bytes]) => toHex(bytesOf(bytes).subarray(4)))

function framesOf(chunks: readonly Uint8Array[]): string[] {
  const reader = new FrameReader({ maxFrameLength })
  const seen: string[] = []
  for (const chunk of chunks) reader.push(chunk, (...frame) => seen.push(hexOf(...frame)))
  return seen
}

function hexOf(bytes: Uint8Array, start: number, end: number): string {
  return toHex(bytes.subarray(start, end))
}

function cut(bytes: Uint8Array, ...cuts: number[]): Uint8Array[] {
  const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
}

test('many messages in one chunk come out one by one', () => {
  expect(framesOf([stream])).toEqual(frames)
})

test('cutting the stream in two anywhere changes nothing', () => {
  for (let at = 0; at <= stream.length; at++) expect(framesOf(cut(stream, at))).toEqual(frames)
})

test('the stream may come byte by byte', () => {
  expect(framesOf(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(frames)
})

test('cutting the stream anywhere, any number of times, changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      expect(framesOf(cut(stream, ...cuts))).toEqual(frames)
    }),
  )
})

test('a frame comes as soon as its last byte is there, not with the next chunk', () => {
  expect(framesOf([bytesOf('00000001')])).toEqual([])
  expect(framesOf([bytesOf('00000001'), bytesOf('02')])).toEqual(['02'])
  expect(framesOf([bytesOf('000000'), bytesOf('00')])).toEqual([''])
})

test('a frame that lies whole in a chunk is not copied', () => {
  const chunk = bytesOf('00000003 05 a580')
  const seen: unknown[] = []
  new FrameReader({ maxFrameLength }).push(chunk, (...frame) => seen.push(...frame))
  expect(seen[0]).toBe(chunk)
  expect(seen.slice(1)).toEqual([4, 7])
})

test('frames that are put together use one buffer again, no larger than the largest of them', () => {
  const reader = new FrameReader({ maxFrameLength })
  const buffers = new Set<ArrayBufferLike>()
  for (const chunk of cut(bytesOf('00000003 05 a580 00000002 05 a5 00000003 05 a581'), 6, 12, 18)) {
    reader.push(chunk, (bytes) => buffers.add(bytes.buffer))
  }
  expect([...buffers].map((buffer) => buffer.byteLength)).toEqual([3])
})

test.each(['40000000', 'ffffffff', '80000000', '00010003'])(
  'the length prefix %s is refused before anything is kept',
  (prefix) => {
    const reader = new FrameReader({ maxFrameLength })
    const never = () => expect.unreachable()
    reader.push(bytesOf(prefix).subarray(0, 3), never)
    expect(() => reader.push(bytesOf(prefix).subarray(3), never)).toThrow(
      new ProtocolError(
        'message-too-long',
        `its length prefix says ${Number.parseInt(prefix, 16)} bytes, at most ${maxFrameLength} are allowed here`,
      ),
    )
  },
)

test('a frame of exactly the cap is taken', () => {
  const reader = new FrameReader({ maxFrameLength: 3 })
  const lengths: number[] = []
  for (const chunk of cut(bytesOf('00000003 05 a580'), 5))
    reader.push(chunk, (_bytes, start, end) => lengths.push(end - start))
  expect(lengths).toEqual([3])
})

test('answering false ends the reading: the rest of the chunk and later chunks are left alone', () => {
  const reader = new FrameReader({ maxFrameLength })
  const seen: string[] = []
  const takeOne = (bytes: Uint8Array, start: number, end: number) => {
    seen.push(hexOf(bytes, start, end))
    return false
  }
  reader.push(bytesOf('00000001 00 00000001 01'), takeOne)
  reader.push(bytesOf('00000001 02'), takeOne)
  expect(seen).toEqual(['00'])
})

test('an error from the receiver comes through, and nothing is read after it', () => {
  const reader = new FrameReader({ maxFrameLength })
  const chunk = bytesOf('00000001 00 00000001 01')
  expect(() =>
    reader.push(chunk, () => {
      throw new Error('the piece is not mine')
    }),
  ).toThrow('the piece is not mine')
  reader.push(chunk, () => expect.unreachable())
})

test('a random or mutated stream gives messages or one ProtocolError, never another error', () => {
  const mutated = fc
    .tuple(fc.nat(stream.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(stream, (byte, i) => (i === at ? value : byte)))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), mutated), fc.array(fc.nat(60)), (bytes, cuts) => {
      const reader = new FrameReader({ maxFrameLength })
      try {
        for (const chunk of cut(bytes, ...cuts.map((at) => Math.min(at, bytes.length)))) {
          reader.push(chunk, (...frame) => decodeMessage(...frame).name)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
    { numRuns: 2000 },
  )
})
