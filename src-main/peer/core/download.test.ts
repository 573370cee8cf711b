import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { seededRandom } from '../../random.ts'
import { Download, type Source } from './download.ts'
import type { BlockRequest } from './piece-download.ts'

const pieceLength = 2 * blockLength

function source(name: string, pieces: number, has = Array.from({ length: pieces }, (_, index) => index)): Source {
  const remotePieces = Bitfield.empty(pieces)
  for (const index of has) remotePieces.set(index)
  return { remoteId: name as PeerId, remotePieces }
}

function downloadOf(pieces: number, ...sources: Source[]) {
  const have = Bitfield.empty(pieces)
  const download = new Download<Source>(have, () => pieceLength, seededRandom(3))
  for (const { remotePieces } of sources) download.remoteHas(remotePieces.indices())
  return { download, have }
}

function askAll(download: Download<Source>, link: Source): BlockRequest[] {
  const requests: BlockRequest[] = []
  for (let request = download.next(link); request; request = download.next(link)) requests.push(request)
  return requests
}

const block = new Uint8Array(blockLength)

describe('which block to ask whom for', () => {
  test('a piece that was begun is finished before another one is begun', () => {
    const [a, b] = [source('a', 4), source('b', 4)]
    const { download } = downloadOf(4, a, b)
    const first = download.next(a)
    expect(download.next(b)).toEqual({ piece: first?.piece, begin: blockLength, length: blockLength })
  })

  test('no block is asked for twice while others are not asked for at all', () => {
    const [a, b] = [source('a', 3), source('b', 3)]
    const { download } = downloadOf(3, a, b)
    const asked = Array.from({ length: 6 }, (_, i) => download.next(i % 2 ? a : b)).map(
      (r) => `${r?.piece}:${r?.begin}`,
    )
    expect(new Set(asked).size).toBe(6)
  })

  test('in the endgame a second peer is asked, and its request is cancelled when the block comes', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, a, b)
    expect(askAll(download, a)).toHaveLength(2)
    expect(askAll(download, b)).toHaveLength(2)
    expect(download.arrived(a, 0, 0, block)?.alsoAsked).toEqual([b])
    expect(download.arrived(b, 0, 0, block)).toBeUndefined()
  })

  test('a peer that lacks the missing pieces does not start the endgame', () => {
    const [a, b] = [source('a', 2), source('b', 2, [0])]
    const { download } = downloadOf(2, a, b)
    // b is asked for piece 0; a, for piece 1 as well, still has a free piece to go on with.
    expect(askAll(download, b).map((request) => request.piece)).toEqual([0, 0])
    expect(askAll(download, b)).toEqual([])
    expect(
      askAll(download, a)
        .slice(0, 2)
        .map((request) => request.piece),
    ).toEqual([1, 1])
  })

  test('what a peer that goes was asked for is asked of another', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, a, b)
    for (const request of askAll(download, a)) download.release(a, request)
    download.gone(a)
    expect(askAll(download, b)).toHaveLength(2)
  })

  test('a rejected piece is fetched again', () => {
    const a = source('a', 1)
    const { download } = downloadOf(1, a)
    for (const { piece, begin } of askAll(download, a)) download.arrived(a, piece, begin, block)
    download.rejected(0)
    expect(askAll(download, a)).toHaveLength(2)
  })
})

test('whatever comes in whatever order from whomever, every piece completes with its own bytes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.infiniteStream(fc.nat(1000)),
      (pieces, peers, chance) => {
        const sources = Array.from({ length: peers }, (_, index) => source(`p${index}`, pieces))
        const { download, have } = downloadOf(pieces, ...sources)
        const open: [Source, BlockRequest][] = []
        const draw = (limit: number) => (chance.next().value as number) % limit
        for (let step = 0; have.size < pieces && step < 2_000; step++) {
          const link = sources[draw(peers)]!
          const request = download.next(link)
          if (request) open.push([link, request])
          if (open.length === 0 || draw(3) === 0) continue
          const [from, { piece, begin, length }] = open.splice(draw(open.length), 1)[0]!
          if (draw(5) === 0) download.release(from, { piece, begin, length })
          else {
            const complete = download.arrived(from, piece, begin, new Uint8Array(length).fill(piece + 1))?.complete
            if (complete) {
              expect(complete.bytes.every((byte) => byte === complete.index + 1)).toBe(true)
              download.verified(complete.index)
            }
          }
        }
        expect(have.size).toBe(pieces)
      },
    ),
  )
})
