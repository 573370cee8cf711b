import { describe, expect, it } from 'vitest'
import { byText, type Order, steadyOrder } from './steady-order.ts'

interface Row {
  readonly key: string
  readonly rate: number
}

const keyOf = (row: Row) => row.key
const fastestFirst: Order<Row> = { moves: true, compare: (one, other) => other.rate - one.rate }
const rowsOf = (rates: Record<string, number>): Row[] => Object.entries(rates).map(([key, rate]) => ({ key, rate }))

function ordered(rates: Record<string, number>, before: readonly string[] = [], order = fastestFirst): string {
  return steadyOrder(rowsOf(rates), keyOf, order, before).map(keyOf).join('')
}

describe('a steady order', () => {
  it('is made from the values when nothing stood before', () => {
    expect(ordered({ a: 1, b: 3, c: 2 })).toBe('bca')
  })

  it('stays while the values move', () => {
    expect(ordered({ a: 9, b: 3, c: 2 }, ['b', 'c', 'a'])).toBe('bca')
  })

  it('lets a new row in where it belongs, and closes up where one has gone', () => {
    expect(ordered({ a: 1, b: 5, d: 3 }, ['b', 'c', 'a'])).toBe('bda')
    expect(ordered({ a: 1, b: 5, d: 0 }, ['b', 'c', 'a'])).toBe('bad')
  })

  it('is made anew each time from values that do not move', () => {
    expect(ordered({ a: 9, b: 3, c: 2 }, ['b', 'c', 'a'], { ...fastestFirst, moves: false })).toBe('abc')
  })

  it('puts rows in order anew when all are new', () => {
    expect(ordered({ x: 1, y: 2 }, ['b', 'c', 'a'])).toBe('yx')
  })
})

it('counts numbers in names', () => {
  expect(['P10', 'P2', 'P1'].sort(byText)).toEqual(['P1', 'P2', 'P10'])
})
