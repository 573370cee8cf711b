import '../../styles/tables.css'
import { type MouseEvent, type ReactNode, useRef, useState } from 'react'
import { moveAlongRows } from '../row-keys.ts'
import { isSlip, type Press } from '../slip.ts'
import { type Orders, useSorted } from '../use-sorted.ts'
import { MoreRows, rowsAtATime } from './more-rows.tsx'
import { SortHeader } from './sort-header.tsx'

/** Selects the row whose details were shown last, for `data-focus-home`: whoever comes back from them goes on there. */
export const currentRow = 'tbody [aria-current="true"]'

/** A column of a table: its heading, and the order that pressing it gives, where it has one. */
export interface TableColumn<Column extends string> {
  readonly label: string
  readonly hint?: string
  readonly order?: Column
  /** The heading is for those who hear it. */
  readonly isReadAloud?: true
}

export interface SortedTableProps<Row, Column extends string> {
  name: string
  /** What the rows are: `links`. */
  what: string
  columns: readonly TableColumn<Column>[]
  rows: readonly Row[]
  keyOf(row: Row): string
  orders: Orders<Row, Column>
  /** The order at first. */
  first: NoInfer<Column>
  /** Draws one row, with its key. */
  children(row: Row): ReactNode
}

/** A table whose headings put it in order, whose rows the arrow keys go along, and that is long only on demand. */
export function SortedTable<Row extends object, Column extends string>(props: SortedTableProps<Row, Column>) {
  const { name, what, columns, rows, keyOf, orders, first, children } = props
  const sorted = useSorted(rows, keyOf, orders, first)
  const [shown, setShown] = useState(rowsAtATime)
  const stopSlips = useStopSlips()
  return (
    <>
      <table aria-label={name}>
        <thead>
          <tr>
            {columns.map(({ label, hint, order, isReadAloud }) =>
              order === undefined ? (
                <th key={label} scope="col" title={hint}>
                  {isReadAloud ? <span className="only-read-aloud">{label}</span> : label}
                </th>
              ) : (
                <SortHeader
                  key={label}
                  column={order}
                  label={label}
                  sorted={sorted}
                  {...(hint !== undefined && { hint })}
                />
              ),
            )}
          </tr>
        </thead>
        <tbody onKeyDown={moveAlongRows} onClickCapture={stopSlips}>
          {sorted.rows.slice(0, shown).map(children)}
        </tbody>
      </table>
      <MoreRows shown={shown} all={rows.length} what={what} onMore={setShown} />
    </>
  )
}

/** Stops the presses that a row gets because the one that was meant has moved away. */
function useStopSlips() {
  const before = useRef<Press | null>(null)
  return (event: MouseEvent) => {
    // The keyboard presses what has the focus, wherever that is.
    if (event.detail === 0 || !(event.target instanceof Element)) return
    const { clientX: x, clientY: y, timeStamp: atMs } = event
    const press = { x, y, atMs, row: event.target.closest('tr') }
    const slip = isSlip(before.current, press)
    before.current = slip && before.current !== null ? { ...before.current, atMs } : press
    if (slip) event.stopPropagation()
  }
}
