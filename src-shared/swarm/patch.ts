// Changes by copy: what is not touched keeps its identity, so that a screen can tell by === what to draw again. A record is copied
// once in a batch of events: else ten thousand links that open together would be ten thousand copies of all of them. So is a list.

/** Records and lists that nobody has seen but whoever makes them: they are changed where they are. */
export type Unseen = WeakSet<object>

/** Those of this batch. */
let made: Unseen | undefined

/**
 * Runs what changes records as one batch. The records that there were before stay as they are, but for those that are `unseen`
 * from an earlier batch; those that are made now are so, too.
 */
export function inOneBatch<T>(work: () => T, unseen: Unseen = new WeakSet()): T {
  if (made) return work()
  made = unseen
  try {
    return work()
  } finally {
    made = undefined
  }
}

/** The object with these fields changed; the same object when each had that value already. */
export function patch<T extends object>(object: T, changes: Partial<T>): T {
  const keys = Object.keys(changes) as (keyof T)[]
  return keys.every((key) => Object.is(object[key], changes[key])) ? object : { ...object, ...changes }
}

/** The record with one entry set; the same record when the entry was that value already. */
export function put<K extends string, V>(record: Readonly<Record<K, V>>, key: K, value: V): Readonly<Record<K, V>> {
  if (record[key] === value) return record
  const changed = copiedOnce(record)
  changed[key] = value
  return changed
}

/** The list with an item at its end, the latest `max` of them. */
export function append<T>(list: readonly T[], item: T, max: number): readonly T[] {
  const changed = made?.has(list) ? (list as T[]) : list.slice()
  made?.add(changed)
  changed.push(item)
  if (changed.length > max) changed.shift()
  return changed
}

/** The record without the entries that `goes` picks; the same record when it picks none. */
export function dropWhere<K extends string, V>(
  record: Readonly<Record<K, V>>,
  goes: (value: V, key: K) => boolean,
): Readonly<Record<K, V>> {
  const entries = Object.entries(record) as [K, V][]
  const kept = entries.filter(([key, value]) => !goes(value, key))
  if (kept.length === entries.length) return record
  const changed = Object.fromEntries(kept) as Record<K, V>
  made?.add(changed)
  return changed
}

/** The record without one entry; the same record when it has no such entry. */
export function drop<K extends string, V>(record: Readonly<Record<K, V>>, key: K): Readonly<Record<K, V>> {
  if (!(key in record)) return record
  const changed = copiedOnce(record)
  delete changed[key]
  return changed
}

function copiedOnce<K extends string, V>(record: Readonly<Record<K, V>>): Record<K, V> {
  if (made?.has(record)) return record
  const copy = { ...record }
  made?.add(copy)
  return copy
}
