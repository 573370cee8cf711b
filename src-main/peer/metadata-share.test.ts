import { expect, test } from 'vitest'
import { metadataPieceLength } from '../../src-shared/wire/metadata-message.ts'
import { MetadataShare } from './metadata-share.ts'

const info = Uint8Array.from({ length: metadataPieceLength + 7 }, (_, i) => i % 251)

test('serves each piece of the info dictionary, and rejects what is none', () => {
  const share = new MetadataShare(info)
  expect(share.answer(1)).toEqual({ kind: 'data', piece: 1, totalSize: info.length, data: info.subarray(-7) })
  expect(share.answer(2)).toEqual({ kind: 'reject', piece: 2 })
  expect(new MetadataShare(null).answer(0)).toEqual({ kind: 'reject', piece: 0 })
})

test('a remote that asks again and again is served three times over, then rejected', () => {
  const share = new MetadataShare(info)
  const kinds = Array.from({ length: 7 }, () => share.answer(0).kind)
  expect(kinds).toEqual(['data', 'data', 'data', 'data', 'data', 'data', 'reject'])
})
