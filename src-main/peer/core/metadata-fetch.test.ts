import { expect, test } from 'vitest'
import { metadataPieceLength } from '../../../src-shared/wire/metadata-message.ts'
import { MetadataFetch } from './metadata-fetch.ts'

const total = 5 * metadataPieceLength + 100
const whole = Uint8Array.from({ length: total }, (_, i) => i % 251)
const pieceOf = (piece: number) => whole.subarray(piece * metadataPieceLength, (piece + 1) * metadataPieceLength)

test('asks for four pieces at a time and puts them together in any order', () => {
  const fetch = new MetadataFetch(total)
  const asked = [fetch.next(), fetch.next(), fetch.next(), fetch.next(), fetch.next()]
  expect(asked).toEqual([0, 1, 2, 3, undefined])
  for (const piece of [3, 1, 0, 2]) expect(fetch.arrived(piece, pieceOf(piece))).toBe(true)
  expect([fetch.next(), fetch.next(), fetch.next()]).toEqual([4, 5, undefined])
  for (const piece of [5, 4]) expect(fetch.arrived(piece, pieceOf(piece))).toBe(true)
  expect(fetch.complete).toBe(true)
  expect(fetch.bytes).toEqual(whole)
})

test('takes nothing that was not asked for, came before, or has another length', () => {
  const fetch = new MetadataFetch(total)
  fetch.next()
  expect(fetch.arrived(1, pieceOf(1))).toBe(false)
  expect(fetch.arrived(0, pieceOf(5))).toBe(false)
  expect(fetch.arrived(0, pieceOf(0))).toBe(true)
  expect(fetch.arrived(0, pieceOf(0))).toBe(false)
  expect(fetch.receivedBytes).toBe(metadataPieceLength)
})
