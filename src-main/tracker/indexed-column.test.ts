import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IndexedColumn } from './indexed-column.ts'

// By this none is found, so many may have it.
const blank = 0
const key = (number: number) => Uint8Array.of(number & 0xff, number >> 8)

test('rows are found by their bytes, and only while they have them', () => {
  const column = new IndexedColumn(2)
  column.resize(4, 0)
  column.add(0, key(7))
  column.add(1, key(300))
  expect([7, 300, 8].map((number) => column.find(key(number)))).toEqual([0, 1, -1])
  column.change(0, key(8))
  expect([7, 8].map((number) => column.find(key(number)))).toEqual([-1, 0])
  expect(column.at(1)).toEqual(key(300))
  expect(column.equals(1, key(300))).toBe(true)
})

test('the same bytes may be in two rows: one goes, the other is found', () => {
  const column = new IndexedColumn(2)
  column.resize(4, 0)
  for (const row of [0, 1]) column.add(row, key(5))
  column.remove(0)
  expect(column.find(key(5))).toBe(1)
})

// As a table uses it: rows lie close together, and the last one takes the place of one that goes.
class Rows {
  readonly column = new IndexedColumn(2, key(blank))
  readonly numbers: number[] = []
  #capacity = 0

  add(number: number): void {
    if (this.numbers.length === this.#capacity) this.resize(2 * this.#capacity + 1)
    this.column.add(this.numbers.length, key(number))
    this.numbers.push(number)
  }

  remove(row: number): void {
    const last = this.numbers.length - 1
    this.column.remove(row)
    if (row !== last) this.column.move(last, row)
    this.numbers[row] = this.numbers[last] ?? 0
    this.numbers.pop()
  }

  resize(capacity: number): void {
    this.#capacity = Math.max(capacity, this.numbers.length)
    this.column.resize(this.#capacity, this.numbers.length)
  }
}

test('whatever comes and goes, every row is found, and nothing else', () => {
  const added = fc.oneof({ weight: 3, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.constant(blank) })
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: added }) },
    { weight: 3, arbitrary: fc.record({ remove: fc.nat(60) }) },
    { weight: 1, arbitrary: fc.record({ resize: fc.nat(80) }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const rows = new Rows()
      for (const action of steps) {
        if ('add' in action) (action.add !== blank && rows.numbers.includes(action.add)) || rows.add(action.add)
        else if ('resize' in action) rows.resize(action.resize)
        else if (rows.numbers.length > 0) rows.remove(action.remove % rows.numbers.length)
      }
      for (let number = 0; number <= 60; number++) {
        expect(rows.column.find(key(number))).toBe(number === blank ? -1 : rows.numbers.indexOf(number))
      }
    }),
    { numRuns: 300 },
  )
})
