import { encodePieceHeader } from '../../src-shared/wire/message-table.ts'
import type { Clock } from '../clock.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { RateLimiter } from './core/rate-limiter.ts'

/** What serving needs of its link. */
export interface UploaderParts {
  readonly queue: BlockRequest[]
  readonly clock: Clock
  readonly limiter: RateLimiter
  readonly read: (request: BlockRequest) => Promise<Uint8Array>
  /** Sends both in order; false when the socket is full until drained(). */
  readonly send: (header: Uint8Array, block: Uint8Array) => boolean
  readonly failed: (error: unknown) => void
}

/** Serves one link's queue of requests: one block at a time, no faster than the limit and than the socket takes them. */
export class Uploader {
  readonly #parts: UploaderParts
  #busy = false
  #full = false
  #stopped = false
  #cancelWait: () => void = () => undefined

  constructor(parts: UploaderParts) {
    this.#parts = parts
  }

  /** There may be something to send. */
  pump(): void {
    if (this.#busy || this.#full || this.#stopped || this.#parts.queue.length === 0) return
    this.#busy = true
    this.#sendNext().catch((error) => {
      if (!this.#stopped) this.#parts.failed(error)
    })
  }

  /** The socket has room again. */
  drained(): void {
    this.#full = false
    this.pump()
  }

  stop(): void {
    this.#stopped = true
    this.#cancelWait()
  }

  async #sendNext(): Promise<void> {
    const { queue, clock, limiter } = this.#parts
    const waitMs = limiter.reserve(clock.nowMs(), queue[0]?.length ?? 0)
    if (waitMs > 0) {
      await new Promise<void>((resolve) => {
        this.#cancelWait = clock.after(waitMs, resolve)
      })
    }
    // Taken only now: until its turn came, the remote could still cancel it.
    const request = queue.shift()
    if (request && !this.#stopped) {
      const block = await this.#parts.read(request)
      if (this.#stopped) return
      this.#full = !this.#parts.send(encodePieceHeader(request.piece, request.begin, block.length), block)
    }
    this.#busy = false
    this.pump()
  }
}
