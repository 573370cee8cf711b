import { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import { HttpConversation } from './http-conversation.ts'
import type { HttpProblem, HttpRequest } from './http-head.ts'

/** So many connections by HTTP at most. */
export const maxConversations = 1024

const sweepMs = 5_000

/** Writes the answer to a request of one connection; false when the connection closes after it. */
export type Answer = (request: HttpRequest | HttpProblem, out: ByteWriter) => boolean

/** All connections to the tracker by HTTP: there is always room for one more, and none stays for nothing. */
export class HttpConversations {
  readonly #clock: Clock
  readonly #out = new ByteWriter(4096)
  readonly #open = new Set<HttpConversation>()
  #stopSweeping: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get count(): number {
    return this.#open.size
  }

  /** Begins another one, of which these bytes were read already. */
  begin(connection: Connection, first: Uint8Array, answer: Answer): void {
    if (this.#open.size >= maxConversations) this.#longest()?.end()
    const conversation = new HttpConversation({
      connection,
      clock: this.#clock,
      out: this.#out,
      answer,
      onOver: () => this.#open.delete(conversation),
    })
    this.#open.add(conversation)
    this.#keepSweeping()
    conversation.begin(first)
  }

  /** Ends all of them. */
  close(): void {
    for (const conversation of [...this.#open]) conversation.end()
    this.#stopSweeping?.()
    this.#stopSweeping = undefined
  }

  // The one that has been idle longest; where none is, the one that has been at the same for longest.
  #longest(): HttpConversation | undefined {
    let longest: HttpConversation | undefined
    for (const one of this.#open) {
      if (!longest || (one.isIdle && !longest.isIdle)) longest = one
      else if (one.isIdle === longest.isIdle && one.sinceMs < longest.sinceMs) longest = one
    }
    return longest
  }

  #keepSweeping(): void {
    this.#stopSweeping ??= this.#clock.after(sweepMs, () => {
      this.#stopSweeping = undefined
      for (const conversation of [...this.#open]) conversation.endIfLate(this.#clock.nowMs())
      if (this.#open.size > 0) this.#keepSweeping()
    })
  }
}
