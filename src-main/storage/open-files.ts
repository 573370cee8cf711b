import type { FileHandle } from 'node:fs/promises'

interface Entry {
  readonly opening: Promise<FileHandle>
  readonly using: Set<Promise<unknown>>
}

/** File handles that are opened when first needed. Of those at rest at most `limit` stay open, the last used ones. */
export class OpenFiles<Key> {
  readonly #open: (key: Key) => Promise<FileHandle>
  readonly #limit: number
  // The one that was not used for longest comes first.
  readonly #entries = new Map<Key, Entry>()

  constructor(open: (key: Key) => Promise<FileHandle>, limit = 64) {
    this.#open = open
    this.#limit = limit
  }

  /** Works with a file's handle, which stays open until the work is done. */
  use<T>(key: Key, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    const entry = this.#take(key)
    const using = entry.opening.then(work)
    entry.using.add(using)
    const done = () => {
      entry.using.delete(using)
      this.#trim()
    }
    using.then(done, done)
    return using
  }

  /** Closes a file once its work is done; the next use opens it again. */
  async drop(key: Key): Promise<void> {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    await Promise.allSettled(entry.using)
    await entry.opening.then((handle) => handle.close()).catch(() => undefined)
  }

  /** Closes everything, once its work is done. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.drop(key)))
  }

  #take(key: Key): Entry {
    const entry = this.#entries.get(key) ?? this.#start(key)
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  #start(key: Key): Entry {
    const entry = { opening: this.#open(key), using: new Set<Promise<unknown>>() }
    entry.opening.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    })
    return entry
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return
      if (entry.using.size === 0) void this.drop(key)
    }
  }
}
