import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PickingName } from '../../../src-shared/swarm/picking.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { seededRandom } from '../../random.ts'
import { PiecePicker } from './piece-picker.ts'

const all = (count: number) => Array.from({ length: count }, (_, index) => index)

function bits(count: number, pieces: readonly number[]): Bitfield {
  const bitfield = Bitfield.empty(count)
  for (const piece of pieces) bitfield.set(piece)
  return bitfield
}

/** A picker whose links, by name, have these pieces; `have` of them are there so that the first four are no matter. */
function pickerOf(count: number, links: Record<string, readonly number[]>, options: Options = {}) {
  const picker = new PiecePicker<string>({
    have: bits(count, options.have ?? []),
    wanted: bits(count, options.wanted ?? all(count)),
    random: seededRandom(options.seed ?? 1),
    picking: options.picking ?? 'rarest-first',
  })
  for (const [link, pieces] of Object.entries(links)) {
    picker.open(link)
    picker.count(link, pieces)
  }
  return picker
}

interface Options {
  have?: readonly number[]
  wanted?: readonly number[]
  seed?: number
  picking?: PickingName
}

const old = [0, 1, 2, 3]

function takeAll(picker: PiecePicker<string>, link: string): number[] {
  const taken: number[] = []
  for (let piece = picker.take(link); piece !== undefined; piece = picker.take(link)) taken.push(piece)
  return taken
}

describe('rarest first', () => {
  test('the rarest piece comes first', () => {
    const picker = pickerOf(8, { a: all(8), b: [4, 5, 6], c: [4, 6], d: [4] }, { have: old })
    expect(takeAll(picker, 'a')).toEqual([7, 5, 6, 4])
  })

  test('a run of pieces is taken from its start on, as far as they are as rare as the rarest', () => {
    // Of 4 to 7 and of 8 to 11 all but 9, which more have.
    const picker = pickerOf(12, { a: all(12), b: [9] }, { have: old })
    const taken: number[] = []
    for (let i = 0; i < 8; i++) taken.push(picker.take('a', undefined, 4) ?? -1)
    const runs = [
      [4, 5, 6, 7],
      [8, 10, 11],
    ]
    expect(
      [
        [...runs, [9]],
        [...runs.reverse(), [9]],
      ].map((order) => order.flat()),
    ).toContainEqual(taken)
  })

  test('what is suggested comes before a run, which others may have', () => {
    const picker = pickerOf(20, { a: all(20) }, { have: old })
    picker.suggest('a', 14)
    picker.suggest('a', 15)
    expect([picker.take('a', undefined, 16), picker.take('a', undefined, 16)]).toEqual([14, 15])
    expect(picker.take('a', undefined, 16)).toBe(4)
  })

  test('runs are for those by rarity: not for the first four, in order, or among a few', () => {
    const firsts = all(40).map((seed) => pickerOf(16, { a: all(16) }, { seed }).take('a', undefined, 16))
    expect(new Set(firsts).size).toBeGreaterThan(5)
    const inOrder = pickerOf(16, { a: all(16) }, { have: old, picking: 'in-order' })
    expect([inOrder.take('a', undefined, 16), inOrder.take('a', [9], 16)]).toEqual([4, 9])
  })

  test('a run that somebody else has begun is gone on with where it is free', () => {
    const picker = pickerOf(8, { a: all(8), b: all(8) }, { have: old })
    const turns = ['a', 'b', 'a', 'b'].map((link) => picker.take(link, undefined, 4))
    expect(turns).toEqual([4, 5, 6, 7])
  })

  test('the first four are at random, however rare', () => {
    const first = (seed: number) => pickerOf(8, { a: all(8), b: all(7) }, { seed }).take('a')
    expect(new Set(all(100).map(first))).toEqual(new Set(all(8)))
    const picker = pickerOf(40, { a: all(40), b: all(39) })
    const taken = takeAll(picker, 'a')
    // By then piece 39 may have been among the four; if not, it is the fifth.
    expect(taken.indexOf(39)).toBeLessThan(5)
  })

  test('among equally rare pieces each has its chance', () => {
    const first = (seed: number) => pickerOf(8, { a: all(8) }, { have: old, seed }).take('a')
    expect(new Set(all(100).map(first))).toEqual(new Set([4, 5, 6, 7]))
  })

  test('a link that goes takes its share of the availability with it', () => {
    const picker = pickerOf(6, { a: all(6), b: [4], c: [5], d: [5] }, { have: old })
    picker.close('c')
    picker.close('d')
    expect([picker.availabilityOf(4), picker.availabilityOf(5)]).toEqual([2, 1])
    expect(picker.take('a')).toBe(5)
  })

  test('a suggested piece comes first among the equally rare, and only among those', () => {
    const picker = pickerOf(40, { a: all(40), b: [39] }, { have: old })
    picker.suggest('a', 39)
    picker.suggest('a', 17)
    picker.suggest('a', 2)
    expect(picker.take('a')).toBe(17)
    expect(takeAll(picker, 'a').at(-1)).toBe(39)
  })
})

test('in order, a piece that the remote gets later is not passed over', () => {
  const picker = pickerOf(6, { a: [1, 4], b: all(6) }, { picking: 'in-order' })
  expect(takeAll(picker, 'a')).toEqual([1, 4])
  picker.count('a', [0, 1, 3, 5])
  expect(takeAll(picker, 'a')).toEqual([0, 3, 5])
  expect(takeAll(picker, 'b')).toEqual([2])
})

test('at random, every piece has its chance, however common', () => {
  const links = { a: all(6), b: [0, 1, 2], c: [0, 1] }
  const first = (seed: number) => pickerOf(6, links, { picking: 'random', seed }).take('a')
  expect(new Set(all(100).map(first))).toEqual(new Set(all(6)))
})

test('a change of the rule holds from the next piece on', () => {
  const picker = pickerOf(12, { a: all(12), b: all(11) }, { have: old, picking: 'in-order' })
  expect([picker.take('a'), picker.take('a')]).toEqual([4, 5])
  picker.picking = 'rarest-first'
  expect(picker.take('a')).toBe(11)
  picker.picking = 'in-order'
  expect(picker.take('a')).toBe(6)
})

test('what is had, begun, unwanted, not allowed or not at the remote is not taken', () => {
  const picker = pickerOf(6, { a: [0, 1, 3, 5], b: all(6) }, { have: [0], wanted: [0, 1, 2, 5] })
  expect(picker.take('a', [2, 3, 4, 5])).toBe(5)
  expect(picker.take('a', [2, 3, 4, 5])).toBeUndefined()
  expect(takeAll(picker, 'a')).toEqual([1])
  expect(takeAll(picker, 'b')).toEqual([2])
  picker.setWanted(bits(6, all(6)))
  expect(takeAll(picker, 'a')).toEqual([3])
})

// A model that looks at everything every time.

const count = 12
const names = ['a', 'b', 'c'] as const
const pieces = fc.oneof(
  { weight: 4, arbitrary: fc.uniqueArray(fc.nat(count - 1), { maxLength: count }) },
  { weight: 1, arbitrary: fc.constant(all(count)) },
)
const link = fc.constantFrom(...names)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), link }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('count' as const), link, pieces }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), link }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('want' as const), pieces }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('pick' as const),
      name: fc.constantFrom<PickingName>('rarest-first', 'in-order', 'random'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('got' as const), piece: fc.nat(count - 1) }) },
)

class NaivePicker {
  readonly has = new Map<string, Set<number>>()
  readonly have = new Set<number>()
  readonly begun = new Set<number>()
  wanted = new Set(all(count))

  lacks(piece: number): boolean {
    return this.wanted.has(piece) && !this.have.has(piece)
  }

  availabilityOf(piece: number): number {
    return [...this.has.values()].filter((theirs) => theirs.has(piece)).length
  }

  wants(name: string): boolean {
    return [...(this.has.get(name) ?? [])].some((piece) => this.lacks(piece))
  }

  /** All that may be taken. */
  candidates(name: string, picking: PickingName, started: number): number[] {
    const free = all(count).filter(
      (piece) => this.has.get(name)?.has(piece) && this.lacks(piece) && !this.begun.has(piece),
    )
    if (picking === 'in-order') return free.slice(0, 1)
    if (picking === 'random' || started < 4) return free
    const rarest = Math.min(...free.map((piece) => this.availabilityOf(piece)))
    return free.filter((piece) => this.availabilityOf(piece) === rarest)
  }
}

test('whatever happens, it takes what a look at everything would take, and counts the same', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.nat(), (steps, seed) => {
      const picker = pickerOf(count, {}, { seed })
      const naive = new NaivePicker()
      let started = 0
      for (const step of steps) {
        if (step.do === 'take') {
          const candidates = naive.candidates(step.link, picker.picking, started)
          const taken = picker.take(step.link)
          if (taken === undefined) expect(candidates).toEqual([])
          else {
            expect(candidates).toContain(taken)
            naive.begun.add(taken)
            started++
          }
        } else if (step.do === 'count') {
          picker.open(step.link)
          picker.count(step.link, step.pieces)
          naive.has.set(step.link, new Set([...(naive.has.get(step.link) ?? []), ...step.pieces]))
        } else if (step.do === 'close') {
          picker.close(step.link)
          naive.has.delete(step.link)
        } else if (step.do === 'want') {
          picker.setWanted(bits(count, step.pieces))
          naive.wanted = new Set(step.pieces)
        } else if (step.do === 'pick') {
          picker.picking = step.name
        } else {
          const wanted = names.filter((name) => naive.wants(name))
          const done = picker.got(step.piece)
          naive.have.add(step.piece)
          expect(new Set(done)).toEqual(new Set(wanted.filter((name) => !naive.wants(name))))
        }
        expect(names.map((name) => picker.wants(name))).toEqual(names.map((name) => naive.wants(name)))
        expect(all(count).map((piece) => picker.availabilityOf(piece))).toEqual(
          all(count).map((piece) => naive.availabilityOf(piece)),
        )
        const missing = all(count).filter((piece) => naive.lacks(piece))
        expect([picker.missing, picker.unbegun]).toEqual([
          missing.length,
          missing.filter((piece) => !naive.begun.has(piece)).length,
        ])
      }
    }),
    { numRuns: 300 },
  )
})
