import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import { Bitfield, hexCount, hexHas, hexWith } from './bitfield.ts'

const pieceSet = fc
  .integer({ min: 1, max: 70 })
  .chain((count) => fc.tuple(fc.constant(count), fc.uniqueArray(fc.nat(count - 1))))
const ascending = (indices: readonly number[]) => [...indices].sort((a, b) => a - b)

test('the first piece is the highest bit of the first byte', () => {
  const pieces = Bitfield.empty(10)
  pieces.set(0)
  pieces.set(9)
  expect(toHex(pieces.bytes)).toBe('8040')
})

test('all pieces set leaves the spare bits unset', () => {
  expect(Bitfield.full(10).toHex()).toBe('ffc0')
  expect(Bitfield.full(16).toHex()).toBe('ffff')
  expect(Bitfield.full(10).size).toBe(10)
  expect(Bitfield.full(10).has(10)).toBe(false)
})

test('a bitfield from the wire must have the right length and no spare bits', () => {
  expect([...Bitfield.fromWire(Uint8Array.of(0x80, 0x40), 10).indices()]).toEqual([0, 9])
  expect(() => Bitfield.fromWire(new Uint8Array(1), 10)).toThrow(
    /bitfield-length: 10 pieces need 2 bytes, this bitfield has 1/,
  )
  expect(() => Bitfield.fromWire(new Uint8Array(3), 10)).toThrow(/bitfield-length/)
  expect(() => Bitfield.fromWire(Uint8Array.of(0, 0x20), 10)).toThrow(/bitfield-spare-bits/)
})

test('a bitfield from the wire is a copy: the frame it came in may be used again', () => {
  const frame = Uint8Array.of(0x80)
  const pieces = Bitfield.fromWire(frame, 8)
  frame[0] = 0
  expect(pieces.has(0)).toBe(true)
})

test('setting twice counts once', () => {
  const pieces = Bitfield.empty(3)
  pieces.set(1)
  pieces.set(1)
  expect(pieces.size).toBe(1)
})

test('an index that is no piece is not there and cannot be set', () => {
  const pieces = Bitfield.full(3)
  for (const index of [-1, 3, 2 ** 32 - 1]) {
    expect(pieces.has(index)).toBe(false)
    expect(() => pieces.set(index)).toThrow(RangeError)
  }
})

test('whatever was set is there, counted, and the same by wire, by hex and in the view', () => {
  fc.assert(
    fc.property(pieceSet, ([count, indices]) => {
      const pieces = Bitfield.empty(count)
      for (const index of indices) pieces.set(index)
      const hex = pieces.toHex()
      expect([...pieces.indices()]).toEqual(ascending(indices))
      expect(pieces.size).toBe(indices.length)
      expect(Bitfield.fromWire(pieces.bytes, count).toHex()).toBe(hex)
      expect(hexCount(hex)).toBe(indices.length)
      expect(hexWith('', count, indices)).toBe(hex)
      expect(hexCount(hex)).toBe(indices.length)
      expect(ascending(indices)).toEqual(Array.from({ length: count }, (_, i) => i).filter((i) => hexHas(hex, i)))
    }),
  )
})

test('in the view, an empty text means that nothing is set', () => {
  expect(hexHas('', 0)).toBe(false)
  expect(hexCount('')).toBe(0)
  expect(hexWith('', 10, [])).toBe('0000')
})

test('in the view, pieces are added to those that are there, and others than pieces left out', () => {
  expect(hexWith('8000', 10, [9, 9, 10, 500, -1])).toBe('8040')
})
