// Changes by copy: what is not touched keeps its identity, so that a screen can tell by === what to draw again.

/** The object with these fields changed; the same object when each had that value already. */
export function patch<T extends object>(object: T, changes: Partial<T>): T {
  const keys = Object.keys(changes) as (keyof T)[]
  return keys.every((key) => Object.is(object[key], changes[key])) ? object : { ...object, ...changes }
}

/** The record with one entry set; the same record when the entry was that value already. */
export function put<K extends string, V>(record: Readonly<Record<K, V>>, key: K, value: V): Readonly<Record<K, V>> {
  return record[key] === value ? record : { ...record, [key]: value }
}

/** The record without the entries that `goes` picks; the same record when it picks none. */
export function dropWhere<K extends string, V>(
  record: Readonly<Record<K, V>>,
  goes: (value: V, key: K) => boolean,
): Readonly<Record<K, V>> {
  const entries = Object.entries(record) as [K, V][]
  const kept = entries.filter(([key, value]) => !goes(value, key))
  return kept.length === entries.length ? record : (Object.fromEntries(kept) as Record<K, V>)
}

/** The record without one entry; the same record when it has no such entry. */
export function drop<K extends string, V>(record: Readonly<Record<K, V>>, key: K): Readonly<Record<K, V>> {
  return key in record ? dropWhere(record, (_, each) => each === key) : record
}
