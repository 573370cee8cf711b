import { expect, test } from 'vitest'
import { metadataPieceLength } from '../../../src-shared/wire/metadata-message.ts'
import { MetadataFetch } from './metadata-fetch.ts'

const total = 5 * metadataPieceLength + 100
const whole = Uint8Array.from({ length: total }, (_, i) => i % 251)
/** The bytes of one piece in a message about another. */
const message = (piece: number, bytesOf: number) => {
  const begin = bytesOf * metadataPieceLength
  return { kind: 'data', piece, totalSize: total, data: whole.subarray(begin, begin + metadataPieceLength) } as const
}

test('asks for four pieces at a time and puts them together in any order', () => {
  const fetch = new MetadataFetch(total)
  const asked = [fetch.next(), fetch.next(), fetch.next(), fetch.next(), fetch.next()]
  expect(asked).toEqual([0, 1, 2, 3, undefined])
  for (const piece of [3, 1, 0, 2]) expect(fetch.arrived(message(piece, piece))).toBe(true)
  expect([fetch.next(), fetch.next(), fetch.next()]).toEqual([4, 5, undefined])
  for (const piece of [5, 4]) expect(fetch.arrived(message(piece, piece))).toBe(true)
  expect(fetch.complete).toBe(true)
  expect(fetch.bytes).toEqual(whole)
})

test('takes nothing that was not asked for, came before, has another length or is of other metadata', () => {
  const fetch = new MetadataFetch(total)
  fetch.next()
  expect(fetch.arrived(message(1, 1))).toBe(false)
  expect(fetch.arrived(message(0, 5))).toBe(false)
  expect(fetch.arrived({ ...message(0, 0), totalSize: total + 1 })).toBe(false)
  expect(fetch.arrived(message(0, 0))).toBe(true)
  expect(fetch.arrived(message(0, 0))).toBe(false)
  expect(fetch.receivedBytes).toBe(metadataPieceLength)
})
