/** Whether two plain values say the same: equal, or the same objects, or made of lists and records that say the same. */
export function sameContent(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const entries = Object.entries(one)
  const others: Readonly<Record<string, unknown>> = { ...other }
  return (
    entries.length === Object.keys(others).length && entries.every(([name, value]) => sameContent(value, others[name]))
  )
}
