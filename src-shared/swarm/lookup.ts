import { drop, put } from './patch.ts'

type Entries<K extends string, V> = Readonly<Record<K, V>>
/** A set only where there are several: most often one says it alone. */
type Keys<K> = K | Set<K>

/**
 * Finds the entries of a record by something that they say, without looking at all of them. That is worked out when somebody
 * asks, and carried on from a record to the next as long as all its changes come this way.
 */
export class Lookup<K extends string, V, By> {
  readonly #sayings: (value: V) => readonly By[]
  readonly #keys = new WeakMap<Entries<K, V>, Map<By, Keys<K>>>()

  /** `sayings`: by what an entry is found. */
  constructor(sayings: (value: V) => readonly By[]) {
    this.#sayings = sayings
  }

  /** The keys of those that say it. */
  find(record: Entries<K, V>, by: By): K[] {
    const keys = (this.#keys.get(record) ?? this.#workOut(record)).get(by)
    if (keys === undefined) return []
    return keys instanceof Set ? [...keys] : [keys]
  }

  /** The record with one entry set. */
  put(record: Entries<K, V>, key: K, value: V): Entries<K, V> {
    const before = record[key]
    const after = put(record, key, value)
    this.#carry(record, after, key, before, value)
    return after
  }

  /** The record without one entry. */
  drop(record: Entries<K, V>, key: K): Entries<K, V> {
    const before = record[key]
    const after = drop(record, key)
    this.#carry(record, after, key, before, undefined)
    return after
  }

  #workOut(record: Entries<K, V>): Map<By, Keys<K>> {
    const keys = new Map<By, Keys<K>>()
    for (const [key, value] of Object.entries(record) as [K, V][]) {
      for (const by of this.#sayings(value)) add(keys, by, key)
    }
    this.#keys.set(record, keys)
    return keys
  }

  #carry(record: Entries<K, V>, after: Entries<K, V>, key: K, before: V | undefined, value: V | undefined): void {
    const keys = this.#keys.get(record)
    if (!keys) return
    this.#keys.delete(record)
    this.#keys.set(after, keys)
    const [said, says] = [before, value].map((each) => (each === undefined ? [] : this.#sayings(each)))
    for (const by of said ?? []) if (!says?.includes(by)) remove(keys, by, key)
    for (const by of says ?? []) if (!said?.includes(by)) add(keys, by, key)
  }
}

function add<By, K>(all: Map<By, Keys<K>>, by: By, key: K): void {
  const keys = all.get(by)
  if (keys instanceof Set) keys.add(key)
  else if (keys === undefined) all.set(by, key)
  else if (keys !== key) all.set(by, new Set([keys, key]))
}

function remove<By, K>(all: Map<By, Keys<K>>, by: By, key: K): void {
  const keys = all.get(by)
  if (keys === key) all.delete(by)
  if (!(keys instanceof Set)) return
  keys.delete(key)
  if (keys.size === 0) all.delete(by)
}
