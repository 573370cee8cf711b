import type { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import type { HttpProblem, HttpRequest } from './http-head.ts'
import { HttpRequestReader } from './http-request-reader.ts'

/** What a conversation needs of its server. */
export interface ConversationParts {
  readonly connection: Connection
  readonly clock: Clock
  /** Where answers are put together before they are sent; nobody else uses it meanwhile. */
  readonly out: ByteWriter
  /** Writes the answer; false when the connection closes after it. */
  readonly answer: (request: HttpRequest | HttpProblem, out: ByteWriter) => boolean
  readonly onOver: () => void
}

// Answers that are ready are sent when they come to so many bytes, and more are made only when those are on their way.
const batchBytes = 64 * 1024
/** A request whose end does not come, answers that nobody takes, and silence between requests are ended after these times, in ms. */
export const patience = { requestMs: 10_000, silenceMs: 30_000 } as const
const noBytes = new Uint8Array(0)

/** One connection to the tracker by HTTP, with any number of requests one after another. */
export class HttpConversation {
  readonly #parts: ConversationParts
  readonly #reader = new HttpRequestReader()
  #sinceMs: number
  #wasWaiting = false
  #isFull = false
  #isOver = false

  constructor(parts: ConversationParts) {
    this.#parts = parts
    this.#sinceMs = parts.clock.nowMs()
  }

  /** Since when it has been as it is: silent, in the middle of a request, or with answers that are not taken. */
  get sinceMs(): number {
    return this.#sinceMs
  }

  /** Nothing is under way. */
  get isIdle(): boolean {
    return !this.#reader.isWaiting && !this.#isFull
  }

  /** Takes the connection over, of which these bytes were read already. */
  begin(first: Uint8Array): void {
    const { connection } = this.#parts
    connection.open({
      onData: (chunk) => this.#take(chunk),
      onDrain: () => this.#goOn(),
      onClose: () => this.#finish(),
    })
    this.#take(first)
  }

  /** Ends it when it has had more time than it may have. */
  endIfLate(nowMs: number): void {
    const allowedMs = this.#reader.isWaiting && !this.#isFull ? patience.requestMs : patience.silenceMs
    if (nowMs - this.#sinceMs >= allowedMs) this.end()
  }

  /** Closes politely, or at once where answers are not taken. */
  end(): void {
    if (this.#isFull) this.#parts.connection.reset()
    this.#end()
  }

  #take(chunk: Uint8Array): void {
    if (this.#isOver) return
    let goesOn = true
    const { out } = this.#parts
    this.#reader.read(chunk, (request) => {
      this.#sinceMs = this.#parts.clock.nowMs()
      goesOn = this.#parts.answer(request, out)
      return goesOn && (out.length < batchBytes || this.#send())
    })
    if (out.length > 0) this.#send()
    if (!goesOn) return this.#end()
    if (this.#reader.isWaiting && !this.#wasWaiting) this.#sinceMs = this.#parts.clock.nowMs()
    this.#wasWaiting = this.#reader.isWaiting
  }

  // False: enough is on its way, and the next requests wait in the connection.
  #send(): boolean {
    const { connection, out } = this.#parts
    if (connection.write(out.take())) return true
    this.#isFull = true
    this.#sinceMs = this.#parts.clock.nowMs()
    connection.pause()
    return false
  }

  #goOn(): void {
    if (this.#isOver || !this.#isFull) return
    this.#isFull = false
    this.#parts.connection.resume()
    this.#take(noBytes)
  }

  #end(): void {
    this.#parts.connection.end()
    this.#finish()
  }

  #finish(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#parts.onOver()
  }
}
