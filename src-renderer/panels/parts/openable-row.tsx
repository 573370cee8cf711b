import type { ReactNode } from 'react'
import { useScreen, useScreenState } from '../../screen.tsx'
import { openSelection } from '../../store/open-selection.ts'
import { type Selection, sameSelection } from '../../store/selection.ts'

export interface OpenableRowProps {
  /** What it is a row of: all that is known of it is shown when it is pressed. */
  of: Selection
  className?: string
  /** What stands on the button in its first cell. */
  name: ReactNode
  /** What stands behind it there. */
  beside: ReactNode
  /** The other cells. */
  children: ReactNode
}

/** A row that shows more of what it tells of when it is pressed; the button in its first cell does the same from the keyboard. */
export function OpenableRow({ of, className, name, beside, children }: OpenableRowProps) {
  const { store } = useScreen()
  const selected = useScreenState(({ selection }) => sameSelection(selection, of))
  const classes = [selected && 'selected', className].filter(Boolean).join(' ')
  const open = () => openSelection(store, of)
  return (
    <tr className={classes || undefined} onClick={open}>
      <th scope="row">
        <button
          type="button"
          className="link-like"
          aria-current={selected ? 'true' : undefined}
          onClick={(event) => {
            event.stopPropagation()
            open()
          }}
        >
          {name}
        </button>
        {beside}
      </th>
      {children}
    </tr>
  )
}
