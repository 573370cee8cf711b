import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** Lets the arrow keys, Home and End go from row to row of a table, along the buttons that open the rows. */
export function moveAlongRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const step = steps[event.key]
  if (step === undefined) return
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>('tr > th button')]
  const at = openers.indexOf(event.target as HTMLElement)
  if (at === -1) return
  event.preventDefault()
  openers[step(at, openers.length)]?.focus()
}
