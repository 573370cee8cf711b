import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InfoHash } from '../../../src-shared/swarm/ids.ts'
import { sha1 } from '../../storage/hasher.ts'
import { allowedFastSet } from './allowed-fast.ts'

const parts = { ip: '80.4.4.200', infoHash: 'a'.repeat(40) as InfoHash, pieceCount: 1313, sha1 }

test('the sets are those of BEP 6', () => {
  expect(allowedFastSet({ ...parts, count: 7 })).toEqual([1059, 431, 808, 1217, 287, 376, 1188])
  expect(allowedFastSet({ ...parts, count: 9 })).toEqual([1059, 431, 808, 1217, 287, 376, 1188, 353, 508])
})

test('all addresses of one network get the same ten pieces, another network gets others', () => {
  expect(allowedFastSet(parts)).toHaveLength(10)
  expect(allowedFastSet({ ...parts, ip: '80.4.4.1' })).toEqual(allowedFastSet(parts))
  expect(allowedFastSet({ ...parts, ip: '80.4.5.200' })).not.toEqual(allowedFastSet(parts))
})

test('there is no set for IPv6', () => {
  expect(allowedFastSet({ ...parts, ip: '::1' })).toEqual([])
})

test('a torrent of fewer pieces gives each of them once, an empty one none', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(20), (pieceCount, count) => {
      const set = allowedFastSet({ ...parts, pieceCount, count })
      expect(set).toHaveLength(Math.min(count, pieceCount))
      expect(new Set(set).size).toBe(set.length)
      for (const piece of set) expect(piece).toBeLessThan(pieceCount)
    }),
  )
})
