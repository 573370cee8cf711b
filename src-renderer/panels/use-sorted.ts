import { useMemo, useRef, useState } from 'react'
import { type Order, steadyOrder } from '../store/steady-order.ts'

/** By which column a table is in order; another object each time that somebody asks for it. */
export interface Sorting<Column extends string> {
  readonly column: Column
  readonly reversed: boolean
}

export type Orders<Row, Column extends string> = Readonly<Record<Column, Order<Row>>>

export interface Sorted<Row, Column extends string> {
  readonly rows: readonly Row[]
  readonly orders: Orders<Row, Column>
  readonly sorting: Sorting<Column>
  /** Puts the rows in order by a column; by the same one again: the other way round. */
  sortBy(column: Column): void
}

/** Rows in the order that the person chose, which no number that moves disturbs. */
export function useSorted<Row extends object, Column extends string>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  orders: Orders<Row, Column>,
  first: NoInfer<Column>,
): Sorted<Row, Column> {
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: first, reversed: false })
  const kept = useRef<{ sorting: Sorting<Column>; keys: readonly string[] }>({ sorting, keys: [] })
  const sorted = useMemo(() => {
    const { compare, moves } = orders[sorting.column]
    const order = { moves, compare: sorting.reversed ? (one: Row, other: Row) => compare(other, one) : compare }
    const before = kept.current.sorting === sorting ? kept.current.keys : []
    const inOrder = steadyOrder(rows, keyOf, order, before)
    kept.current = { sorting, keys: inOrder.map(keyOf) }
    return inOrder
  }, [rows, keyOf, orders, sorting])
  const sortBy = (column: Column) => setSorting((now) => ({ column, reversed: now.column === column && !now.reversed }))
  return { rows: sorted, orders, sorting, sortBy }
}
