import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Hashed, WriteIfRight } from './hasher.ts'
import { StorageError } from './piece-store.ts'

// What a hashing thread runs. As text, because each shell and test would find a file of its own somewhere else.
const program = `
const { createHash } = require('node:crypto')
const { writeSync } = require('node:fs')
const { parentPort } = require('node:worker_threads')

function write(bytes, { fd, offset }) {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done)
}

function answer({ bytes, right, place }) {
  const hash = createHash('sha1').update(bytes).digest('hex')
  let isWritten = hash === right
  try {
    if (isWritten) write(bytes, place)
  } catch {
    isWritten = false
  }
  return { hash, bytes, isWritten }
}

parentPort.on('message', (questions) => {
  const answers = questions.map(answer)
  parentPort.postMessage(answers, answers.map(({ bytes }) => bytes.buffer))
})
`

interface Question {
  readonly bytes: Uint8Array
  /** The hash in hexadecimal digits with which the bytes belong to that place. */
  readonly right: string | undefined
  readonly place: WriteIfRight['place'] | undefined
}

type Answer = Omit<Hashed, 'hash'> & { readonly hash: string }

interface Thread {
  readonly worker: Worker
  /** Who waits for its answers, in the order in which it was asked. */
  readonly waiting: { readonly resolve: (hashed: Hashed) => void; readonly reject: (error: Error) => void }[]
  /** What was asked in this turn: small pieces that come together go together. */
  questions: Question[]
}

/**
 * Threads that hash, and write what is right. The bytes go to them and come back without being copied; they are not shared,
 * because V8 fills shared memory byte by byte. Threads start when they are first needed.
 */
export class HashThreads {
  readonly #threads: Thread[] = []
  readonly #count: number

  /** One processor is left to the peer itself. */
  constructor(count = Math.max(1, Math.min(2, availableParallelism() - 1))) {
    this.#count = count
  }

  /**
   * SHA-1 of the bytes, which are written when that is the right one. All of their buffer, which must be theirs alone, is away
   * until it is here; use the bytes that come back. What could not be written is not. Rejects with a StorageError when the thread fails.
   */
  hash(bytes: Uint8Array, writeIfRight?: WriteIfRight): Promise<Hashed> {
    return new Promise((resolve, reject) => {
      const thread = this.#leastBusy()
      thread.waiting.push({ resolve, reject })
      if (thread.questions.length === 0) queueMicrotask(() => send(thread))
      const right = writeIfRight && Buffer.from(writeIfRight.hash).toString('hex')
      thread.questions.push({ bytes, right, place: writeIfRight?.place })
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
    const thread: Thread = { worker, waiting: [], questions: [] }
    worker.on('message', (answers: readonly Answer[]) => {
      const answered = thread.waiting.splice(0, answers.length)
      if (thread.waiting.length === 0) worker.unref()
      for (const [i, { hash, bytes, isWritten }] of answers.entries()) {
        answered[i]?.resolve({ hash: Buffer.from(hash, 'hex'), bytes, isWritten })
      }
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

function send(thread: Thread): void {
  const { worker, questions } = thread
  thread.questions = []
  // Whoever waits for a hash must not be ended by an empty event loop.
  worker.ref()
  worker.postMessage(
    questions,
    questions.map(({ bytes }) => bytes.buffer as ArrayBuffer),
  )
}
