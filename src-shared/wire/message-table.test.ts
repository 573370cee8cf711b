import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import { bytesOf, messageSamples } from './message-samples.ts'
import {
  decodeMessage,
  encodeMessage,
  type Message,
  maxFrameLength,
  messageTable,
  pieceHeaderLength,
  writePieceHeader,
} from './message-table.ts'
import { ProtocolError } from './protocol-error.ts'

describe.each(messageSamples)('$name', (message, spaced) => {
  const bytes = bytesOf(spaced)

  test(`is sent as ${spaced}`, () => {
    expect(toHex(encodeMessage(message))).toBe(toHex(bytes))
  })

  test(`is read from ${spaced}`, () => {
    expect(decodeMessage(bytes.subarray(4))).toEqual(message)
  })
})

test('there is a sample of every row, under the name of the row', () => {
  expect(new Set(messageSamples.map(([message]) => message.name))).toEqual(new Set(Object.keys(messageTable)))
  for (const [name, row] of Object.entries(messageTable)) expect(row.name).toBe(name)
})

test('no two rows share an id, and every row explains itself', () => {
  const rows = Object.values(messageTable)
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  for (const row of rows) {
    expect(row.meaning).toMatch(/^[A-Z].*\.$/)
    expect(row.layout).not.toBe('')
  }
})

test.each([
  ['00 00', 'choke carries 0 bytes after its id, this one 1'],
  ['04 000000', 'have carries 4 bytes after its id, this one 3'],
  ['06 00000001 00000000', 'request carries 12 bytes after its id, this one 8'],
  ['07 00000001 000000', 'piece carries at least 8 bytes after its id, this one 7'],
  ['08', 'cancel carries 12 bytes after its id, this one 0'],
  ['09 1ae100', 'port carries 2 bytes after its id, this one 3'],
  ['0d 00', 'suggest carries 4 bytes after its id, this one 1'],
  ['0e 00', 'have-all carries 0 bytes after its id, this one 1'],
  ['10 00000001 00000000', 'reject carries 12 bytes after its id, this one 8'],
  ['11 0000000001', 'allowed-fast carries 4 bytes after its id, this one 5'],
  ['14', 'extended carries at least 1 bytes after its id, this one 0'],
])('the frame %s has a wrong length', (frame, detail) => {
  expect(() => decodeMessage(bytesOf(frame))).toThrow(new ProtocolError('wrong-length', detail))
})

test('ids without a row are unknown and not an error', () => {
  expect(decodeMessage(bytesOf('0c'))).toEqual({ name: 'unknown', id: 12, length: 0 })
  expect(decodeMessage(bytesOf('ff 0102'))).toEqual({ name: 'unknown', id: 255, length: 2 })
})

test('a piece header and the block after it are the whole piece message', () => {
  const block = bytesOf('0a0b0c0d')
  const ready = new Uint8Array(1 + pieceHeaderLength + block.length)
  ready.set(block, 1 + pieceHeaderLength)
  writePieceHeader(ready, 1, 0x87654321, 16384, block.length)
  const whole = encodeMessage({ name: 'piece', piece: 0x87654321, begin: 16384, block })
  expect(toHex(ready.subarray(1))).toBe(toHex(whole))
})

test('the longest frame holds a whole block, and the bitfield of the largest torrent', () => {
  expect(pieceHeaderLength - 4 + 16384).toBeLessThanOrEqual(maxFrameLength)
  expect(1 + 2 ** 19 / 8).toBeLessThanOrEqual(maxFrameLength)
})

test('any frame gives a message or a ProtocolError, and a known message gives the same frame again', () => {
  const anyFrame = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .tuple(fc.constantFrom(4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 20), fc.uint8Array({ maxLength: 16 }))
      .map(([id, rest]) => {
        return Uint8Array.from([id, ...rest])
      }),
  )
  fc.assert(
    fc.property(anyFrame, (frame) => {
      const message = messageOrBrokenRule(frame)
      if (message && message.name !== 'unknown') expect(toHex(encodeMessage(message).subarray(4))).toBe(toHex(frame))
    }),
    { numRuns: 2000 },
  )
})

test('a mutated frame of a real message gives a message or a ProtocolError', () => {
  const frames = messageSamples.map(([, spaced]) => bytesOf(spaced).subarray(4))
  fc.assert(
    fc.property(fc.constantFrom(...frames), fc.nat(20), fc.nat(255), fc.nat(20), (frame, at, value, length) => {
      const mutated = frame.slice(0, length)
      if (at < mutated.length) mutated[at] = value
      messageOrBrokenRule(mutated)
    }),
    { numRuns: 2000 },
  )
})

function messageOrBrokenRule(frame: Uint8Array): Message | undefined {
  try {
    return decodeMessage(frame)
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    return undefined
  }
}
