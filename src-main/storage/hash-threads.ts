import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { StorageError } from './piece-store.ts'

/** A hash, and the bytes that it is of. */
export interface Hashed {
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
}

// What a hashing thread runs. As text, because each shell and test would find a file of its own somewhere else.
const program = `
const { createHash } = require('node:crypto')
const { parentPort } = require('node:worker_threads')
parentPort.on('message', (bytes) => {
  const hash = createHash('sha1').update(bytes).digest('hex')
  parentPort.postMessage({ hash, bytes }, [bytes.buffer])
})
`

interface Answer {
  readonly hash: string
  readonly bytes: Uint8Array
}

interface Thread {
  readonly worker: Worker
  /** Who waits for its answers, in the order in which it was asked. */
  readonly waiting: { readonly resolve: (hashed: Hashed) => void; readonly reject: (error: Error) => void }[]
}

/**
 * Threads that hash. The bytes go to them and come back without being copied; they are not shared, because V8 fills shared
 * memory byte by byte. Threads start when they are first needed.
 */
export class HashThreads {
  readonly #threads: Thread[] = []
  readonly #count: number

  /** One processor is left to the peer itself. */
  constructor(count = Math.max(1, Math.min(2, availableParallelism() - 1))) {
    this.#count = count
  }

  /**
   * SHA-1 of the bytes. All of their buffer is away until it is here; use the bytes that come back. Rejects with a
   * StorageError when the thread fails.
   */
  hash(bytes: Uint8Array): Promise<Hashed> {
    return new Promise((resolve, reject) => {
      const thread = this.#leastBusy()
      thread.waiting.push({ resolve, reject })
      // Whoever waits for a hash must not be ended by an empty event loop.
      thread.worker.ref()
      thread.worker.postMessage(bytes, [bytes.buffer as ArrayBuffer])
    })
  }

  #leastBusy(): Thread {
    const [first, ...others] = this.#threads
    const least = others.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a), first ?? this.#start())
    const isFree = least.waiting.length === 0
    return isFree || this.#threads.length >= this.#count ? least : this.#start()
  }

  #start(): Thread {
    const worker = new Worker(program, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } })
    const thread: Thread = { worker, waiting: [] }
    worker.on('message', ({ hash, bytes }: Answer) => {
      const next = thread.waiting.shift()
      if (thread.waiting.length === 0) worker.unref()
      next?.resolve({ hash: Buffer.from(hash, 'hex'), bytes })
    })
    // It ends then; whoever comes next starts another.
    worker.on('error', ({ message }: Error) => {
      this.#threads.splice(this.#threads.indexOf(thread), 1)
      const error = new StorageError(`a piece could not be checked (${message}); go on to try again`)
      for (const { reject } of thread.waiting.splice(0)) reject(error)
    })
    worker.unref()
    this.#threads.push(thread)
    return thread
  }
}
