const kept = new WeakMap<object, readonly unknown[]>()

/** The values of a record of the view, in its order; listed once for all who ask, as what is in a view never changes in place. */
export function valuesOf<Value>(record: Readonly<Record<string, Value>>): readonly Value[] {
  const known = kept.get(record)
  if (known !== undefined) return known as readonly Value[]
  const values = Object.values(record)
  kept.set(record, values)
  return values
}
