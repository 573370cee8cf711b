import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { Hex, InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleMembership } from '../testing/sample-view.ts'
import { fileRows, missingBytes, unwantedAfter } from './file-rows.ts'

function torrentOf(lengths: readonly number[], pieceLengthBytes = 100): TorrentSummary {
  const lengthBytes = lengths.reduce((sum, length) => sum + length, 0)
  return {
    infoHash: 'ab'.repeat(20) as InfoHash,
    name: 'course',
    lengthBytes,
    pieceLengthBytes,
    pieceCount: Math.ceil(lengthBytes / pieceLengthBytes),
    files: lengths.map((length, index) => ({ path: `course/${index}`, lengthBytes: length })),
    isPrivate: false,
  }
}

const holding = (pieces: string, unwanted: number[] = []) => ({
  ...sampleMembership(0),
  pieces: pieces as Hex,
  haveCount: 1,
  unwanted,
})

describe('fileRows', () => {
  it('counts the bytes of each file that lie in pieces that are here', () => {
    // Pieces of 100: the first file ends in the middle of piece 1, the third begins in piece 2.
    const rows = fileRows(torrentOf([150, 0, 60, 130]), holding('40'))
    expect(rows.map(({ haveBytes }) => haveBytes)).toEqual([50, 0, 50, 0])
  })

  it('adds up to the length of the pieces that are here', () => {
    const shapes = fc.tuple(fc.array(fc.nat(300), { minLength: 1, maxLength: 8 }), fc.nat(0xffff))
    fc.assert(
      fc.property(shapes, ([lengths, bits]) => {
        const torrent = torrentOf(lengths, 64)
        const pieces = bits.toString(2).padStart(16, '0')
        let had = 0
        for (let piece = 0; piece < Math.min(16, torrent.pieceCount); piece++)
          if (pieces[piece] === '1') had += Math.min(64, torrent.lengthBytes - piece * 64)
        const rows = fileRows(torrent, holding(bits.toString(16).padStart(4, '0')))
        expect(rows.reduce((sum, { haveBytes }) => sum + haveBytes, 0)).toBe(had)
      }),
    )
  })

  it('marks the unwanted', () => {
    expect(fileRows(torrentOf([1, 2, 3]), holding('00', [1])).map(({ wanted }) => wanted)).toEqual([true, false, true])
  })
})

describe('missingBytes', () => {
  it('leaves out what is not wanted', () => {
    expect(missingBytes(torrentOf([150, 250]), holding('80', [1]))).toBe(50)
    expect(missingBytes(torrentOf([150, 250]), holding('80'))).toBe(300)
  })
})

describe('unwantedAfter', () => {
  const torrent = torrentOf([1, 1, 1])

  it('ticks and unticks', () => {
    expect(unwantedAfter(torrent, [2], [0], false)).toEqual([0, 2])
    expect(unwantedAfter(torrent, [2, 0], [0, 2], true)).toEqual([])
  })

  it('does not untick the last', () => {
    expect(unwantedAfter(torrent, [0, 2], [1], false)).toBeUndefined()
    expect(unwantedAfter(torrent, [0], [1, 2], false)).toBeUndefined()
  })
})
