import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import type { PickingName } from '../../../src-shared/swarm/picking.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { seededRandom } from '../../random.ts'
import { Download, type Source } from './download.ts'
import type { BlockRequest } from './piece-download.ts'

const pieceLength = 2 * blockLength
const all = (count: number) => Array.from({ length: count }, (_, index) => index)

function bits(count: number, pieces: readonly number[]): Bitfield {
  const bitfield = Bitfield.empty(count)
  for (const piece of pieces) bitfield.set(piece)
  return bitfield
}

function source(name: string, pieces: number, has = all(pieces)): Source {
  return { remoteId: name as PeerId, remotePieces: bits(pieces, has) }
}

function downloadOf(
  pieces: number,
  sources: Source[],
  options: { picking?: PickingName; wanted?: Bitfield; have?: Bitfield } = {},
) {
  const { have = Bitfield.empty(pieces) } = options
  const download = new Download<Source>({ lengthOf: () => pieceLength, random: seededRandom(3), ...options, have })
  for (const link of sources) download.opened(link)
  return { download, have }
}

function askAll(download: Download<Source>, link: Source, among?: ReadonlySet<number>): BlockRequest[] {
  const requests: BlockRequest[] = []
  for (let r = download.next(link, among); r; r = download.next(link, among)) requests.push(r)
  return requests
}

const piecesOf = (requests: readonly BlockRequest[]) => requests.map((request) => request.piece)
const bytes = new Uint8Array(pieceLength)

describe('which block to ask whom for', () => {
  test('in runs pieces that lie beside one another in a mebibyte are asked for in a row', () => {
    const pieces = 4 * 32
    const a = source('a', pieces)
    const { download } = downloadOf(pieces, [a], { have: bits(pieces, [0, 1, 2, 3]) })
    const order: number[] = []
    for (let r = download.next(a, undefined, true); r; r = download.next(a, undefined, true)) {
      if (r.piece !== order.at(-1)) order.push(r.piece)
    }
    // Pieces are of 32 KiB here: 32 of them are a run.
    expect(order.filter((piece, i) => piece % 32 !== 0 && piece !== (order[i - 1] ?? 0) + 1)).toEqual([4])
  })

  test('a piece that was begun is finished before another one is begun', () => {
    const a = source('a', 4)
    const { download } = downloadOf(4, [a, source('b', 4)])
    const first = download.next(a)
    expect(download.next(a)).toEqual({ piece: first?.piece, begin: blockLength, length: blockLength })
  })

  test('a piece that another link is at comes after new ones; one that nobody is at comes before them', () => {
    const [a, b] = [source('a', 2), source('b', 2)]
    const { download } = downloadOf(2, [a, b])
    const first = download.next(a)!
    const own = download.next(b)!
    expect(own.piece).not.toBe(first.piece)
    download.release(b, own)
    download.release(a, first)
    const next = [download.next(b), download.next(b), download.next(b), download.next(b)]
    expect(next.map((request) => request?.piece)).toEqual([own.piece, own.piece, first.piece, first.piece])
  })

  test('a piece that nobody is at any more waits until the link has no rarer one to begin', () => {
    const [a, b] = [source('a', 9, all(6)), source('b', 9)]
    const { download } = downloadOf(9, [a, b])
    const begun = [0, 1, 2, 3].map(() => [download.next(a), download.next(a)])
    const left = begun[3]![1]!
    download.release(a, begun[3]![0]!)
    download.release(a, left)
    const next = [0, 1, 2, 3].map(() => [download.next(b), download.next(b)][0]!.piece)
    expect(next.slice(0, 3).sort()).toEqual([6, 7, 8])
    expect(next[3]).toBe(left.piece)
  })

  test('with nothing new to begin, the rest of what another link is at is asked for', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, [a, b])
    download.next(a)
    expect(download.next(b)).toEqual({ piece: 0, begin: blockLength, length: blockLength })
  })

  test('pieces come in the order that is set, live', () => {
    const a = source('a', 9)
    const { download } = downloadOf(9, [a, source('b', 9, all(8))], { picking: 'in-order' })
    const begin = () => [download.next(a), download.next(a)][0]?.piece
    expect(download.picking).toBe('in-order')
    expect([begin(), begin(), begin(), begin()]).toEqual([0, 1, 2, 3])
    download.picking = 'rarest-first'
    expect(begin()).toBe(8)
  })

  test('a link that was not opened, or is gone, is asked for nothing', () => {
    const a = source('a', 1)
    const { download } = downloadOf(1, [])
    expect([download.next(a), download.wants(a)]).toEqual([undefined, false])
    download.opened(a)
    download.gone(a)
    expect([download.next(a), download.wants(a)]).toEqual([undefined, false])
  })

  test('while a remote chokes us, only what it allows is asked of it', () => {
    const [a, b] = [source('a', 4), source('b', 4)]
    const { download } = downloadOf(4, [a, b])
    const begun = download.next(b)?.piece
    const allowed = all(4).filter((piece) => piece !== begun)[1]!
    expect(piecesOf(askAll(download, a, new Set([allowed])))).toEqual([allowed, allowed])
  })

  test('what a peer that goes was asked for is asked of another', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, [a, b])
    askAll(download, a)
    download.gone(a)
    expect(askAll(download, b)).toHaveLength(2)
  })
})

describe('endgame', () => {
  test('another peer is asked too, and its request is cancelled when the block comes', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, [a, b])
    expect(download.isEndgame).toBe(false)
    expect(askAll(download, a)).toHaveLength(2)
    expect(download.isEndgame).toBe(true)
    expect(askAll(download, b)).toHaveLength(2)
    expect(download.arrived(a, 0, 0)?.alsoAsked).toEqual([b])
    expect(download.arrived(b, 0, 0)).toBeUndefined()
  })

  test('at most three are asked for a block', () => {
    const links = ['a', 'b', 'c', 'd'].map((name) => source(name, 1))
    const { download } = downloadOf(1, links)
    expect(links.map((link) => askAll(download, link).length)).toEqual([2, 2, 2, 0])
  })

  test('blocks that one is asked for come before those that two are', () => {
    const [a, b, c] = [source('a', 1), source('b', 1), source('c', 1)]
    const { download } = downloadOf(1, [a, b, c])
    askAll(download, a)
    expect([download.next(b)?.begin, download.next(c)?.begin]).toEqual([0, blockLength])
  })

  test('it does not start while a block is left to ask for, though not of this peer', () => {
    const [a, b] = [source('a', 2), source('b', 2, [0])]
    const { download } = downloadOf(2, [a, b])
    expect(piecesOf(askAll(download, b))).toEqual([0, 0])
    expect(piecesOf([download.next(a)!, download.next(a)!])).toEqual([1, 1])
    expect(piecesOf(askAll(download, b))).toEqual([])
    expect(download.isEndgame).toBe(true)
  })

  test('a released block ends it until that is asked for', () => {
    const [a, b] = [source('a', 1), source('b', 1)]
    const { download } = downloadOf(1, [a, b])
    const [first] = askAll(download, a)
    download.release(a, first!)
    expect(download.isEndgame).toBe(false)
    expect(download.next(b)?.begin).toBe(0)
    expect(download.isEndgame).toBe(true)
  })
})

describe('wanted pieces', () => {
  test('no others are asked for, begun ones neither, and it is complete without them', () => {
    const a = source('a', 3)
    const { download } = downloadOf(3, [a], { wanted: bits(3, [1, 2]) })
    const begun = download.next(a)?.piece ?? 0
    const other = begun === 1 ? 2 : 1
    download.setWanted(bits(3, [other]))
    expect(piecesOf(askAll(download, a))).toEqual([other, other])
    for (const begin of [0, blockLength]) download.arrived(a, other, begin)
    download.verified(other, bytes)
    expect([download.complete, download.wants(a), download.isEndgame]).toEqual([true, false, false])
    download.setWanted(Bitfield.full(3))
    expect([download.complete, download.wants(a)]).toEqual([false, true])
    // What was begun goes on where it was left, once there is nothing new to begin.
    expect(piecesOf(askAll(download, a))).toEqual([0, 0, begun])
  })
})

test('the pieces in flight: how many blocks are here, asked for, and in all', () => {
  const a = source('a', 2)
  const { download } = downloadOf(2, [a], { picking: 'in-order' })
  const requests = askAll(download, a)
  download.arrived(a, 0, 0)
  expect(download.inFlight()).toEqual([
    { piece: 0, arrived: 1, requested: 1, blocks: 2 },
    { piece: 1, arrived: 0, requested: 2, blocks: 2 },
  ])
  for (const request of requests) download.release(a, request)
  expect(download.inFlight()).toEqual([{ piece: 0, arrived: 1, requested: 0, blocks: 2 }])
  download.arrived(a, 0, blockLength)
  download.verified(0, bytes)
  expect(download.inFlight()).toEqual([])
})

describe('a piece that comes wrong', () => {
  const wrong = bytes.slice().fill(1, blockLength)

  function mixed() {
    const links = ['a', 'b', 'c'].map((name) => source(name, 1))
    const [a, b] = [links[0]!, links[1]!]
    const { download } = downloadOf(1, links)
    for (const link of [a, b]) download.arrived(link, 0, download.next(link)!.begin)
    return { download, a, b, c: links[2]! }
  }

  function fetchFrom(download: Download<Source>, link: Source) {
    return askAll(download, link).map(({ begin }) => download.arrived(link, 0, begin)?.complete)
  }

  test('from one alone: that one is guilty at once', () => {
    const a = source('a', 1)
    const { download } = downloadOf(1, [a])
    expect(fetchFrom(download, a)).toEqual([false, true])
    expect(download.rejected(0, wrong)).toEqual([{ peer: 'a', blocks: [] }])
    expect(askAll(download, a)).toHaveLength(2)
  })

  test('from several: nobody is, until the right copy comes, from one peer alone', () => {
    const { download, b, c } = mixed()
    expect(download.sendersOf(0)).toEqual(['a', 'b'])
    expect(download.rejected(0, wrong)).toEqual([])
    expect(download.next(c)).toBeDefined()
    expect(askAll(download, b)).toEqual([])
    download.arrived(c, 0, 0)
    fetchFrom(download, c)
    expect(download.sendersOf(0)).toEqual(['c'])
    expect(download.verified(0, bytes).guilty).toEqual([{ peer: 'b', blocks: [1] }])
  })

  test('and wrong again from that one: it is guilty, and the first copy is still held against its senders', () => {
    const { download, b, c } = mixed()
    download.rejected(0, wrong)
    fetchFrom(download, b)
    expect(download.rejected(0, wrong)).toEqual([{ peer: 'b', blocks: [] }])
    download.gone(b)
    fetchFrom(download, c)
    expect(download.verified(0, bytes).guilty).toEqual([{ peer: 'b', blocks: [1] }])
  })

  test('when the one alone falls silent, another with nothing else to do starts it over; late blocks do not count', () => {
    const { download, b, c } = mixed()
    download.rejected(0, wrong)
    const [first, second] = askAll(download, c)
    download.arrived(c, 0, first!.begin)
    expect(askAll(download, b)).toEqual([])
    download.release(c, second!)
    expect(askAll(download, b)).toHaveLength(2)
    expect(download.arrived(c, 0, second!.begin)).toBeUndefined()
    expect([download.arrived(b, 0, 0), download.arrived(b, 0, blockLength)]).toEqual([
      { complete: false, alsoAsked: [] },
      { complete: true, alsoAsked: [] },
    ])
  })
})

// A swarm of chance: peers come, go, choke, send late, send wrong; two of them lie always, now and then.

const pieceCount = 5
const blocksOf = (piece: number) => (piece % 3) + 1
const lengthOf = (piece: number) => (blocksOf(piece) - 1) * blockLength + 5

interface Held {
  readonly bytes: Uint8Array
  readonly from: PeerId[]
}

class ChanceSwarm {
  readonly have = Bitfield.empty(pieceCount)
  readonly download: Download<Source>
  readonly links: Source[] = []
  readonly requests: [Source, BlockRequest][] = []
  readonly blamed: { peer: PeerId; piece: number; blocks: readonly number[] }[] = []
  /** What each peer's wrong blocks were, as the disk saw them. */
  readonly lied = new Set<string>()
  readonly held = new Map<number, Held>()
  readonly draw: (limit: number) => number
  #born = 0

  constructor(seed: number, picking: PickingName) {
    const random = seededRandom(seed)
    this.draw = (limit) => random.below(limit)
    this.download = new Download({ have: this.have, lengthOf, random, picking })
    for (let i = 0; i < 4; i++) this.join()
  }

  join(has = all(pieceCount).filter(() => this.draw(2) === 0)): void {
    const name = `${this.draw(3) === 0 ? 'liar' : 'honest'}-${this.#born++}`
    const link = source(name, pieceCount, has)
    this.links.push(link)
    this.download.opened(link)
  }

  leave(link: Source): void {
    this.links.splice(this.links.indexOf(link), 1)
    this.#forget((of) => of === link)
    this.download.gone(link)
  }

  ask(link: Source): BlockRequest | undefined {
    const endgame = this.download.isEndgame
    const request = this.download.next(link)
    if (!request) return undefined
    const same = this.requests.filter(([, other]) => other.piece === request.piece && other.begin === request.begin)
    expect(link.remotePieces.has(request.piece) && !this.have.has(request.piece)).toBe(true)
    expect(same.some(([other]) => other === link)).toBe(false)
    expect(same.length).toBeLessThanOrEqual(endgame ? 2 : 0)
    this.requests.push([link, request])
    return request
  }

  release(at: number): void {
    const [[link, request]] = this.requests.splice(at, 1) as [[Source, BlockRequest]]
    this.download.release(link, request)
  }

  /** The block comes, right or wrong, and rests on disk if the download takes it. */
  send(at: number): void {
    const [[link, { piece, begin }]] = this.requests.splice(at, 1) as [[Source, BlockRequest]]
    const arrival = this.download.arrived(link, piece, begin)
    expect(arrival).toBeDefined()
    this.#forget((of, other) => arrival!.alsoAsked.includes(of) && other.piece === piece && other.begin === begin)
    const block = begin / blockLength
    const held = this.held.get(piece) ?? { bytes: new Uint8Array(lengthOf(piece)), from: [] }
    this.held.set(piece, held)
    const lies = link.remoteId.startsWith('liar') && this.draw(2) === 0
    held.bytes.fill(piece + 1, begin, begin + blockLength)
    if (lies) held.bytes[Math.min(begin + this.draw(blockLength), held.bytes.length - 1)] = 255
    if (lies) this.lied.add(`${link.remoteId} ${piece} ${block}`)
    held.from[block] = link.remoteId
    if (arrival!.complete) this.#check(piece, held)
  }

  #check(piece: number, held: Held): void {
    expect(this.download.sendersOf(piece)).toEqual([...new Set(held.from)])
    const isRight = held.bytes.every((byte) => byte === piece + 1)
    const guilty = isRight
      ? this.download.verified(piece, held.bytes).guilty
      : this.download.rejected(piece, held.bytes)
    for (const verdict of guilty) this.blamed.push({ ...verdict, piece })
    this.held.delete(piece)
  }

  #forget(which: (link: Source, request: BlockRequest) => boolean): void {
    const kept = this.requests.filter(([link, request]) => !which(link, request))
    this.requests.splice(0, this.requests.length, ...kept)
  }

  checkCounts(): void {
    const lacks = (link: Source) => (piece: number) => link.remotePieces.has(piece) && !this.have.has(piece)
    expect(this.links.map((link) => this.download.wants(link))).toEqual(
      this.links.map((link) => all(pieceCount).some(lacks(link))),
    )
    const requested = new Set(this.requests.map(([, request]) => `${request.piece} ${request.begin}`)).size
    expect(this.download.inFlight().reduce((sum, piece) => sum + piece.requested, 0)).toBe(requested)
  }

  step(): void {
    const link = this.links[this.draw(this.links.length)]
    const chance = this.draw(20)
    if (chance === 0 && this.links.length < 6) this.join()
    else if (chance === 1 && link) this.leave(link)
    else if (chance < 4 && this.requests.length > 0) this.release(this.draw(this.requests.length))
    else if (chance === 4 && link) this.#getsAPiece(link)
    else if (chance < 12 && this.requests.length > 0) this.send(this.draw(this.requests.length))
    else if (link) this.ask(link)
  }

  #getsAPiece(link: Source): void {
    const piece = this.draw(pieceCount)
    link.remotePieces.set(piece)
    this.download.remoteHas(link, [piece])
  }
}

test('nothing is lost, asked for twice without need or blamed on an innocent, whatever happens', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom<PickingName>('rarest-first', 'in-order', 'random'), (seed, picking) => {
      const swarm = new ChanceSwarm(seed, picking)
      for (let step = 0; step < 150; step++) {
        swarm.step()
        swarm.checkCounts()
      }
      // Then the liars go, and one who has everything is enough to finish, however things were left.
      for (const link of swarm.links.filter(({ remoteId }) => remoteId.startsWith('liar'))) swarm.leave(link)
      while (swarm.requests.length > 0) swarm.release(0)
      const seeder = source('honest-seeder', pieceCount)
      swarm.download.opened(seeder)
      while (swarm.ask(seeder)) swarm.send(swarm.requests.length - 1)
      expect([swarm.download.complete, swarm.have.size, swarm.download.inFlight()]).toEqual([true, pieceCount, []])
      for (const { peer, piece, blocks } of swarm.blamed) {
        const lies = (blocks.length > 0 ? blocks : [0, 1, 2, 3]).map((block) => `${peer} ${piece} ${block}`)
        expect(lies.some((lie) => swarm.lied.has(lie))).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

test('a liar in a mixed piece is named when the right copy comes, with its wrong blocks and no others', () => {
  const blocks = 4
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: blocks, maxLength: blocks }),
      fc.array(fc.boolean(), { minLength: blocks, maxLength: blocks }),
      (senders, wrongBlocks) => {
        fc.pre(new Set(senders).size > 1 && wrongBlocks.includes(true))
        const links = new Map(['a', 'b', 'c', 'd'].map((name) => [name, source(name, 1)]))
        const download = new Download<Source>({
          have: Bitfield.empty(1),
          lengthOf: () => blocks * blockLength,
          random: seededRandom(1),
        })
        for (const link of links.values()) download.opened(link)
        const right = new Uint8Array(blocks * blockLength)
        const wrong = right.slice()
        senders.forEach((name, block) => {
          download.arrived(links.get(name)!, 0, download.next(links.get(name)!)!.begin)
          if (wrongBlocks[block]) wrong[(block + 1) * blockLength - 1] = 1
        })
        expect(download.rejected(0, wrong)).toEqual([])
        for (const { begin } of askAll(download, links.get('d')!)) download.arrived(links.get('d')!, 0, begin)
        const named = download
          .verified(0, right)
          .guilty.flatMap((guilty) => guilty.blocks.map((block) => [guilty.peer, block]))
        const liars = senders.flatMap((name, block) => (wrongBlocks[block] ? [[name, block]] : []))
        expect(new Map(named.map(([peer, block]) => [block, peer]))).toEqual(
          new Map(liars.map(([peer, block]) => [block, peer])),
        )
        expect(named).toHaveLength(liars.length)
      },
    ),
  )
})
