import type { Sorted } from '../use-sorted.ts'

export interface SortHeaderProps<Row, Column extends string> {
  column: Column
  label: string
  hint?: string
  sorted: Sorted<Row, Column>
}

/** The heading of a column, which puts the table in its order: numbers that move with the largest first. */
export function SortHeader<Row, Column extends string>({ column, label, hint, sorted }: SortHeaderProps<Row, Column>) {
  const { sorting, sortBy, orders } = sorted
  const { moves } = orders[column]
  const isSorted = sorting.column === column
  const isDescending = sorting.reversed !== moves
  const how = moves ? 'Press to sort; the order then stays while the numbers move.' : 'Press to sort.'
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className="sort-header"
        title={hint === undefined ? how : `${hint} ${how}`}
        onClick={() => sortBy(column)}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (isDescending ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  )
}
