import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RoutingEntry } from '../../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'
import { RoutingTable } from './routing-table.ts'

const picture = 'aa'.repeat(20) as InfoHash
const music = 'bb'.repeat(20) as InfoHash
const entryOf = (infoHash: InfoHash, piece: number, block: number, peer = 'ada'): RoutingEntry => ({
  infoHash,
  peer: peer as PeerId,
  piece,
  block,
  pointer: { file: `${infoHash}.part`, offset: 16_384 * block },
  flag: block === 3 ? 1 : 0,
})

test('entries come with their blocks and go with their piece', () => {
  const table = new RoutingTable()
  const [second, first, other] = [entryOf(picture, 7, 1), entryOf(picture, 7, 0), entryOf(picture, 8, 0)]
  for (const entry of [second, first, other]) table.add(entry)
  expect(table.count).toBe(3)
  expect(table.latest(10)).toEqual([second, first, other])
  table.validated(picture, 7)
  expect(table.latest(10)).toEqual([other])
})

test('a block that comes again replaces the one before, and is the latest', () => {
  const table = new RoutingTable()
  const again = entryOf(picture, 0, 0, 'bob')
  for (const entry of [entryOf(picture, 0, 0), entryOf(picture, 0, 1), again]) table.add(entry)
  expect(table.latest(10)).toEqual([entryOf(picture, 0, 1), again])
})

test('of the latest there are as many as asked for', () => {
  const table = new RoutingTable()
  for (let block = 0; block < 5; block++) table.add(entryOf(picture, 0, block))
  expect(table.latest(2).map((entry) => entry.block)).toEqual([3, 4])
  expect(table.latest(0)).toEqual([])
})

test('a swarm that is left takes its entries with it, and no others', () => {
  const table = new RoutingTable()
  for (const infoHash of [picture, music]) for (const piece of [0, 1]) table.add(entryOf(infoHash, piece, 0))
  table.drop(picture)
  expect(table.latest(10)).toEqual([entryOf(music, 0, 0), entryOf(music, 1, 0)])
  table.drop(picture)
  expect(table.count).toBe(2)
})

test('the version goes up with every change, and with nothing else', () => {
  const table = new RoutingTable()
  table.add(entryOf(picture, 0, 0))
  expect(table.version).toBe(1)
  table.validated(picture, 1)
  table.drop(music)
  expect(table.version).toBe(1)
  table.validated(picture, 0)
  expect(table.version).toBe(2)
})

const anyInfoHash = fc.constantFrom(picture, music, 'cc'.repeat(20) as InfoHash)
const smallPiece = fc.nat(2)
const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      infoHash: anyInfoHash,
      piece: smallPiece,
      block: fc.nat(3),
      peer: fc.constantFrom('ada', 'bob', 'cy'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('validated' as const), infoHash: anyInfoHash, piece: smallPiece }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), infoHash: anyInfoHash }) },
)

test('swarms with the same piece numbers never mix, in whatever order their blocks arrive', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const table = new RoutingTable()
      // What must be there, kept the plain way: a list in order of arrival.
      let expected: RoutingEntry[] = []
      for (const step of steps) {
        const isSamePiece = (entry: RoutingEntry) =>
          entry.infoHash === step.infoHash && (step.do === 'drop' || entry.piece === step.piece)
        if (step.do === 'add') {
          const entry = entryOf(step.infoHash, step.piece, step.block, step.peer)
          table.add(entry)
          expected = [...expected.filter((other) => !isSamePiece(other) || other.block !== step.block), entry]
        } else {
          if (step.do === 'validated') table.validated(step.infoHash, step.piece)
          else table.drop(step.infoHash)
          expected = expected.filter((entry) => !isSamePiece(entry))
        }
        expect(table.count).toBe(expected.length)
        expect(table.latest(100)).toEqual(expected)
      }
    }),
  )
})
