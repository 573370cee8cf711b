import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useScreen, useScreenState } from '../screen.tsx'
import { leastDrawerShare, mostDrawerShare, sizeDrawer, toggleDrawer, usualDrawerShare } from '../store/screen-store.ts'

const step = 0.05
const percent = (share: number) => Math.round(100 * share)

/** The bar between the graph and the drawer: dragged, or moved by the arrow keys, it makes the drawer higher or lower. */
export function Splitter() {
  const { store } = useScreen()
  const share = useScreenState((state) => state.drawerShare)
  const bar = useRef<HTMLDivElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    const next = shareByKey(event.key, share)
    if (next !== undefined) sizeDrawer(store, next)
    else if (event.key === 'Enter') fold()
    else return
    event.preventDefault()
  }

  function fold() {
    // This bar goes with the open drawer, so the focus moves on to what stays.
    document.querySelector<HTMLElement>('#drawer [role="tab"][tabindex="0"]')?.focus()
    toggleDrawer(store)
  }

  function onPointerMove({ clientY, currentTarget, pointerId }: PointerEvent<HTMLElement>) {
    const room = bar.current?.parentElement?.getBoundingClientRect()
    if (room === undefined || !currentTarget.hasPointerCapture(pointerId)) return
    sizeDrawer(store, (room.bottom - clientY) / room.height)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has a value, which <hr> has not.
    <div
      ref={bar}
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the panels"
      aria-controls="drawer"
      aria-valuemin={percent(leastDrawerShare)}
      aria-valuemax={percent(mostDrawerShare)}
      aria-valuenow={percent(share)}
      title="Drag, or use the arrow keys, to make the panels higher or lower; Enter folds them away"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => sizeDrawer(store, usualDrawerShare)}
    />
  )
}

function shareByKey(key: string, share: number): number | undefined {
  if (key === 'ArrowUp') return share + step
  if (key === 'ArrowDown') return share - step
  if (key === 'Home') return leastDrawerShare
  return key === 'End' ? mostDrawerShare : undefined
}
