import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RoutingEntry } from '../../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'
import { type RoutedSwarm, RoutingTable } from './routing-table.ts'

function swarmOf(infoHash: string): RoutedSwarm {
  const placeOf = (piece: number, block: number) => ({
    file: `${infoHash}.part`,
    offset: 65_536 * piece + 16_384 * block,
  })
  return { infoHash: infoHash.repeat(20) as InfoHash, blockCountAt: () => 4, placeOf }
}

const picture = swarmOf('aa')
const music = swarmOf('bb')
const entryOf = (swarm: RoutedSwarm, piece: number, block: number, peer = 'ada'): RoutingEntry => ({
  infoHash: swarm.infoHash,
  peer: peer as PeerId,
  piece,
  block,
  pointer: swarm.placeOf(piece, block),
  flag: block === 3 ? 1 : 0,
})
const ada = 'ada' as PeerId

test('entries come with their blocks and go with their piece', () => {
  const table = new RoutingTable()
  const [second, first, other] = [entryOf(picture, 7, 1), entryOf(picture, 7, 0), entryOf(picture, 8, 0)]
  for (const { piece, block } of [second, first, other]) table.add(picture, piece, block, ada)
  expect(table.count).toBe(3)
  expect(table.latest(10)).toEqual([second, first, other])
  table.validated(picture, 7)
  expect(table.latest(10)).toEqual([other])
})

test('a block that comes again replaces the one before, and is the latest', () => {
  const table = new RoutingTable()
  table.add(picture, 0, 0, ada)
  table.add(picture, 0, 1, ada)
  table.add(picture, 0, 0, 'bob' as PeerId)
  expect(table.latest(10)).toEqual([entryOf(picture, 0, 1), entryOf(picture, 0, 0, 'bob')])
})

test('of the latest there are as many as asked for', () => {
  const table = new RoutingTable()
  for (let block = 0; block < 5; block++) table.add(picture, 0, block, ada)
  expect(table.latest(2).map((entry) => entry.block)).toEqual([3, 4])
  expect(table.latest(0)).toEqual([])
})

test('a swarm that is left takes its entries with it, and no others', () => {
  const table = new RoutingTable()
  for (const swarm of [picture, music]) for (const piece of [0, 1]) table.add(swarm, piece, 0, ada)
  table.drop(picture)
  expect(table.latest(10)).toEqual([entryOf(music, 0, 0), entryOf(music, 1, 0)])
  table.drop(picture)
  expect(table.count).toBe(2)
})

test('the version goes up with every change, and with nothing else', () => {
  const table = new RoutingTable()
  table.add(picture, 0, 0, ada)
  expect(table.version).toBe(1)
  table.validated(picture, 1)
  table.drop(music)
  expect(table.version).toBe(1)
  table.validated(picture, 0)
  expect(table.version).toBe(2)
})

const anySwarm = fc.constantFrom(picture, music, swarmOf('cc'))
const smallPiece = fc.nat(2)
const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      swarm: anySwarm,
      piece: smallPiece,
      block: fc.nat(3),
      peer: fc.constantFrom('ada', 'bob', 'cy'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('validated' as const), swarm: anySwarm, piece: smallPiece }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), swarm: anySwarm }) },
)

test('swarms with the same piece numbers never mix, in whatever order their blocks arrive', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const table = new RoutingTable()
      // What must be there, kept the plain way: a list in order of arrival.
      let expected: RoutingEntry[] = []
      for (const step of steps) {
        const isSamePiece = (entry: RoutingEntry) =>
          entry.infoHash === step.swarm.infoHash && (step.do === 'drop' || entry.piece === step.piece)
        if (step.do === 'add') {
          const entry = entryOf(step.swarm, step.piece, step.block, step.peer)
          table.add(step.swarm, step.piece, step.block, step.peer as PeerId)
          expected = [...expected.filter((other) => !isSamePiece(other) || other.block !== step.block), entry]
        } else {
          if (step.do === 'validated') table.validated(step.swarm, step.piece)
          else table.drop(step.swarm)
          expected = expected.filter((entry) => !isSamePiece(entry))
        }
        expect(table.count).toBe(expected.length)
        expect(table.latest(100)).toEqual(expected)
      }
    }),
  )
})

test('what is validated leaves nothing behind, however much went through', () => {
  const table = new RoutingTable()
  table.add(picture, 0, 0, ada)
  for (let piece = 1; piece < 2_000; piece++) {
    for (let block = 0; block < 4; block++) table.add(picture, piece, block, ada)
    if (piece < 1_999) table.validated(picture, piece)
  }
  expect(table.count).toBe(5)
  const last = [0, 1, 2, 3].map((block) => entryOf(picture, 1_999, block))
  expect(table.latest(100)).toEqual([entryOf(picture, 0, 0), ...last])
})
