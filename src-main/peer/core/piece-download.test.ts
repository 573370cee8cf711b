import { describe, expect, test } from 'vitest'
import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { PieceDownload } from './piece-download.ts'

const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ remoteId: name as PeerId })) as [Link, Link, Link]
type Link = { remoteId: PeerId }
const lengthBytes = 2 * blockLength + 10

test('the blocks are asked for in order, each once, the last with its own length', () => {
  const piece = new PieceDownload<Link>(7, lengthBytes)
  expect([piece.ask(a), piece.ask(b), piece.ask(a), piece.ask(b)]).toEqual([
    { piece: 7, begin: 0, length: blockLength },
    { piece: 7, begin: blockLength, length: blockLength },
    { piece: 7, begin: 2 * blockLength, length: 10 },
    undefined,
  ])
  expect(piece.inFlight).toEqual({ piece: 7, arrived: 0, requested: 3, blocks: 3 })
})

test('a released block is asked for again, before later ones', () => {
  const piece = new PieceDownload<Link>(0, lengthBytes)
  piece.ask(a)
  piece.ask(b)
  piece.release(0, a)
  piece.release(blockLength, a)
  expect([piece.ask(c)?.begin, piece.ask(c)?.begin, piece.ask(c)]).toEqual([0, 2 * blockLength, undefined])
})

test('a block counts once, and only at the place of a block', () => {
  const piece = new PieceDownload<Link>(0, lengthBytes)
  piece.ask(a)
  piece.askAgain(b, 1)
  expect(piece.store(0, a)).toEqual([b])
  for (const begin of [0, 1, -blockLength, 3 * blockLength, Number.NaN]) {
    expect(piece.store(begin, b)).toBeUndefined()
  }
  expect(piece.store(blockLength, b)).toEqual([])
  expect(piece.complete).toBe(false)
  piece.store(2 * blockLength, b)
  expect(piece.complete).toBe(true)
  expect(piece.senders).toEqual(['a', 'b'])
})

describe('fetched again from one alone', () => {
  function alone(): PieceDownload<Link> {
    const piece = new PieceDownload<Link>(0, lengthBytes)
    for (const link of [a, b, b]) piece.store(piece.ask(link)?.begin ?? 0, link)
    piece.startAlone()
    return piece
  }

  test('only who asks first is asked, and only from that one blocks are taken', () => {
    const piece = alone()
    expect(piece.senders).toEqual([])
    expect(piece.ask(a)?.begin).toBe(0)
    expect([piece.ask(b), piece.askAgain(b, 2), piece.store(0, b)]).toEqual([undefined, undefined, undefined])
    expect(piece.store(0, a)).toEqual([])
  })

  test('another takes over when nothing is asked of it, from the start', () => {
    const piece = alone()
    piece.ask(a)
    expect(piece.takeOver(b)).toBe(false)
    piece.store(0, a)
    expect(piece.takeOver(b)).toBe(true)
    expect(piece.ask(b)?.begin).toBe(0)
    expect(piece.store(blockLength, a)).toBeUndefined()
    expect(piece.senders).toEqual([])
  })

  test('when its link goes, another link of the same peer goes on', () => {
    const piece = alone()
    const second = { remoteId: a.remoteId }
    piece.ask(a)
    piece.store(0, a)
    piece.ask(a)
    piece.forget(a)
    expect(piece.ask(second)?.begin).toBe(blockLength)
    expect(piece.senders).toEqual(['a'])
  })
})
