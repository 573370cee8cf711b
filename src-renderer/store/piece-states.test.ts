import { describe, expect, it } from 'vitest'
import type { PieceInFlight, TorrentSummary } from '../../src-shared/swarm/events.ts'
import { hexWith } from '../../src-shared/wire/bitfield.ts'
import { sampleInfoHash } from '../testing/sample-view.ts'
import { cellSentence, type PieceState, pieceStatesOf, piecesSentence } from './piece-states.ts'

const torrent: TorrentSummary = {
  infoHash: sampleInfoHash,
  name: 'folder',
  lengthBytes: 750,
  pieceLengthBytes: 100,
  pieceCount: 8,
  files: [
    { path: 'a', lengthBytes: 250 },
    { path: 'empty', lengthBytes: 0 },
    { path: 'b', lengthBytes: 250 },
    { path: 'c', lengthBytes: 250 },
  ],
  isPrivate: false,
}
const fetched: PieceInFlight = { piece: 3, arrived: 2, requested: 1, blocks: 4 }

function statesOf(have: number[], unwanted: number[] = [], inFlight: PieceInFlight[] = []) {
  return pieceStatesOf(torrent, { pieces: hexWith('', 8, have), unwanted, inFlight })
}

function copies(...counts: number[]) {
  return { copies: Uint16Array.from(counts), linkedPeers: 3 }
}

describe('how a peer stands with its pieces', () => {
  it('is have, in flight or missing', () => {
    const expected: PieceState[] = ['have', 'missing', 'missing', 'in-flight', ...Array(4).fill('missing')]
    expect(statesOf([0], [], [fetched]).states).toEqual(expected)
  })

  it('wants a piece that holds a byte of a wanted file, and no other', () => {
    const states = (unwanted: number[]) =>
      statesOf([], unwanted)
        .states.map((state) => state[0])
        .join('')
    expect(states([0])).toBe('uummmmmm')
    expect(states([1, 2])).toBe('mmmuummm')
    expect(states([0, 2, 3])).toBe('uuuuuuuu')
    expect(statesOf([1], [0]).states.slice(0, 2)).toEqual(['unwanted', 'have'])
  })

  it('counts a piece that is here as here, though an old report still has it in flight', () => {
    expect(statesOf([3], [], [fetched]).states[3]).toBe('have')
  })
})

describe('the pieces in words', () => {
  it('tell how many are here and in flight, and the rarest of those that are still wanted', () => {
    const sentence = piecesSentence(statesOf([0, 1], [], [fetched]), copies(0, 0, 2, 3, 1, 2, 2, 2))
    expect(sentence).toBe('2 of 8 pieces, 1 in flight, rarest: piece 4 (1 copy)')
  })

  it('tell how many are as rare, and those that nobody has', () => {
    expect(piecesSentence(statesOf([]), copies(3, 2, 3, 2, 3, 3, 3, 3))).toBe(
      '0 of 8 pieces, rarest: piece 1 and 1 other (2 copies each)',
    )
    expect(piecesSentence(statesOf([]), copies(3, 0, 3, 0, 0, 3, 3, 3))).toBe(
      '0 of 8 pieces, rarest: piece 1 and 2 others (no copy)',
    )
  })

  it('of a seeder tell the rarest of all', () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(piecesSentence(statesOf(all), copies(2, 2, 2, 1, 2, 2, 2, 2))).toBe(
      '8 of 8 pieces, rarest: piece 3 (1 copy)',
    )
  })

  it('of a seeder tell of its own copy, where it has the only one', () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(piecesSentence(statesOf(all), copies(2, 0, 2, 0, 2, 2, 2, 2))).toBe(
      '8 of 8 pieces, rarest: piece 1 and 1 other (no other copy)',
    )
  })

  it('have no rarest without anybody to ask', () => {
    const nobody = { copies: new Uint16Array(8), linkedPeers: 0 }
    expect(piecesSentence(statesOf([]), nobody)).toBe('0 of 8 pieces, no linked peer to count copies at')
  })

  it('describe one piece with its blocks and copies', () => {
    expect(cellSentence(statesOf([], [], [fetched]), copies(0, 0, 0, 2), 3, 4)).toBe(
      'Piece 3: in flight, 2 of 4 blocks here, 1 asked for; 2 of 3 linked peers have it.',
    )
  })

  it('describe a cell of several pieces by how many are in each state, and its rarest', () => {
    expect(cellSentence(statesOf([0, 1], [], [fetched]), copies(3, 3, 1, 2), 0, 4)).toBe(
      'Pieces 0–3: 2 here, 1 in flight, 1 missing; the rarest of them: 1 copy among 3 linked peers.',
    )
  })
})
