/** A press of the pointer on a row: where, when in ms, and which row it was. */
export interface Press {
  readonly x: number
  readonly y: number
  readonly atMs: number
  readonly row: unknown
}

const slipMs = 1000
const handShakesPx = 4

/**
 * Whether a press means the row that was pressed before: the rows moved under a pointer that stood still, and what lies
 * there now is another one's button.
 */
export function isSlip(before: Press | null, press: Press): boolean {
  if (before === null || before.row === press.row) return false
  const moved = Math.hypot(press.x - before.x, press.y - before.y)
  return moved <= handShakesPx && press.atMs - before.atMs < slipMs
}
