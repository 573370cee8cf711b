/** One way to put rows in order. */
export interface Order<Row> {
  compare(one: Row, other: Row): number
  /** What is compared changes all the time. The order is made once and then kept, so that no row moves under the pointer. */
  readonly moves: boolean
}

/**
 * The rows in order; where the values move, as they stood `before` (by key), with each new row in the place that its
 * values give it. With nothing before, all are put in order.
 */
export function steadyOrder<Row extends object>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { compare, moves }: Order<Row>,
  before: readonly string[],
): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]))
  const kept = before.flatMap((key) => {
    const row = byKey.get(key)
    return row === undefined ? [] : [row]
  })
  const known = new Set(before)
  const fresh = rows.filter((row) => !known.has(keyOf(row)))
  // What is nearly in order already is soon sorted.
  if (!moves || kept.length === 0) return [...kept, ...fresh].sort(compare)
  for (const row of fresh) {
    const at = kept.findIndex((other) => compare(row, other) < 0)
    kept.splice(at === -1 ? kept.length : at, 0, row)
  }
  return kept
}

const collator = new Intl.Collator(undefined, { numeric: true })

/** Texts in the order that people expect: P2 before P10. */
export function byText(one: string, other: string): number {
  return collator.compare(one, other)
}
