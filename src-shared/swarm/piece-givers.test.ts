import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asPeerId, type PeerId } from './ids.ts'
import { giverOf, maxGivers, maxTracedPieces, noGivers, type PieceGivers, withGivers } from './piece-givers.ts'

const peer = (number: number): PeerId => asPeerId(number.toString(16).padStart(40, '0'))!

function given(pieces: readonly (readonly [piece: number, ...from: number[]])[], pieceCount = 100): PieceGivers {
  return pieces.reduce((givers, [piece, ...from]) => withGivers(givers, pieceCount, piece, from.map(peer)), noGivers)
}

describe('who gave a piece', () => {
  it('is known for each piece, in whatever order they come', () => {
    const givers = given([
      [7, 1],
      [2, 2],
      [0, 1],
    ])
    expect([0, 2, 7].map((piece) => giverOf(givers, piece))).toEqual([peer(1), peer(2), peer(1)])
    expect(givers.peers).toEqual([peer(1), peer(2)])
  })

  it('is not known of what was there before, or is not there', () => {
    const givers = given([[3, 1]])
    expect([0, 2, 4, 99].map((piece) => giverOf(givers, piece))).toEqual([null, null, null, null])
    expect(giverOf(given([[3]]), 3)).toBeNull()
  })

  it('is several where blocks came from more than one', () => {
    expect(giverOf(given([[3, 1, 2]]), 3)).toBe('several')
  })

  it('is the latest, where a piece came again', () => {
    expect(
      giverOf(
        given([
          [3, 1],
          [3, 2],
        ]),
        3,
      ),
    ).toBe(peer(2))
  })

  it('is bounded: neither many pieces nor many givers make it longer', () => {
    expect(given([[0, 1]], maxTracedPieces + 1)).toBe(noGivers)
    const crowd = given(Array.from({ length: maxGivers + 5 }, (_, index) => [index, index + 1] as const))
    expect(crowd.peers).toHaveLength(maxGivers)
    expect(giverOf(crowd, maxGivers)).toBeNull()
    expect(
      given([
        [100, 1],
        [-1, 1],
      ]),
    ).toBe(noGivers)
  })

  it('always answers whoever came last with that piece', () => {
    const deliveries = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: maxGivers })), { maxLength: 60 })
    fc.assert(
      fc.property(deliveries, (all) => {
        const givers = given(all)
        const last = new Map(all)
        for (let piece = 0; piece <= 40; piece++) {
          const number = last.get(piece)
          expect(giverOf(givers, piece)).toBe(number === undefined ? null : peer(number))
        }
      }),
    )
  })
})
