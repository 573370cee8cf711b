import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import { closeOnBrokenRule } from './broken-rule.ts'

/** The time in which a new connection must become a link; all that is said before shares it. */
export class Deadline {
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #atMs: number

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
    this.#atMs = clock.nowMs() + timeoutMs
  }

  /** Calls back with the reason when the time is over; the answer cancels it. */
  onPassed(callback: (reason: DisconnectReason) => void): () => void {
    const leftMs = Math.max(0, this.#atMs - this.#clock.nowMs())
    return this.#clock.after(leftMs, () => callback({ code: 'handshake-timed-out', seconds: this.#timeoutMs / 1000 }))
  }
}

/** A connection on its way to become a link. */
export interface Opening {
  readonly connection: Connection
  readonly deadline: Deadline
}

/**
 * Hands to `take` the bytes that are here already, then what arrives, until it answers. Then the connection is paused: what
 * comes from there on is for whoever opens it next. Answers a reason when it came to nothing, and the connection is closed.
 */
export function hear<Answer extends object>(
  { connection, deadline }: Opening,
  first: Uint8Array,
  take: (chunk: Uint8Array) => Answer | DisconnectReason | undefined,
): Promise<Answer | DisconnectReason> {
  return new Promise((resolve) => {
    let over = false
    const finish = (answer: Answer | DisconnectReason) => {
      if (over) return
      over = true
      stopTimer()
      if ('code' in answer) connection.end()
      else connection.pause()
      resolve(answer)
    }
    const stopTimer = deadline.onPassed((reason) => {
      finish(reason)
      connection.reset()
    })
    const onData = (chunk: Uint8Array) => {
      const answer = over ? undefined : closeOnBrokenRule(() => take(chunk), finish)
      if (answer) finish(answer)
    }
    connection.open({ onData, onDrain() {}, onClose: () => finish({ code: 'closed-in-handshake' }) })
    onData(first)
  })
}
