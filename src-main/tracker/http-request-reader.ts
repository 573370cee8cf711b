import { type HttpProblem, type HttpRequest, readHttpHead } from './http-head.ts'

/** A request line with its headers has at most so many bytes. */
export const maxHeadBytes = 8 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d
const noBytes = new Uint8Array(0)

/** Finds the requests in chunks of any size (RFC 9112), strictly: every line ends with CR LF, and nobody has a body. */
export class HttpRequestReader {
  #bytes = noBytes
  // In the first request: how far its end has been looked for, and where its last line begins.
  #searched = 0
  #lineStart = 0
  #isOver = false

  /** Whether a part of a request has come, and its end has not. */
  get isWaiting(): boolean {
    return this.#bytes.length > 0
  }

  /**
   * Hands over every request that is whole, or why there is none: then nothing more is read. Answering false leaves the others
   * until the next call.
   */
  read(chunk: Uint8Array, onRequest: (request: HttpRequest | HttpProblem) => boolean): void {
    // Views of a plain array cost a fraction of a Buffer's.
    const plain = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)
    const bytes = this.#bytes.length === 0 ? plain : joined(this.#bytes, plain)
    let from = 0
    for (let goesOn = true; goesOn && !this.#isOver; ) {
      from = this.#skipEmptyLines(bytes, from)
      const end = this.#findEnd(bytes, from)
      if (end === undefined) break
      const request = typeof end === 'string' ? end : readHttpHead(bytes.subarray(from, end))
      if (typeof end === 'number') from = end
      this.#isOver = typeof request === 'string'
      goesOn = onRequest(request)
    }
    // The chunk is somebody else's memory.
    this.#bytes = this.#isOver || from === bytes.length ? noBytes : bytes.slice(from)
  }

  // Some old clients send one after a request.
  #skipEmptyLines(bytes: Uint8Array, start: number): number {
    let from = start
    while (this.#lineStart === 0 && bytes[from] === carriageReturn && bytes[from + 1] === lineFeed) {
      this.#searched = 0
      from += 2
    }
    return from
  }

  #findEnd(bytes: Uint8Array, from: number): number | HttpProblem | undefined {
    for (;;) {
      const lineEnd = bytes.indexOf(lineFeed, from + this.#searched)
      const soFar = (lineEnd < 0 ? bytes.length : lineEnd + 1) - from
      if (soFar > maxHeadBytes) return this.#lineStart === 0 ? 'long-target' : 'long-headers'
      this.#searched = soFar
      if (lineEnd < 0) return undefined
      if (lineEnd === from || bytes[lineEnd - 1] !== carriageReturn) return 'not-http'
      const isEmpty = lineEnd - 1 === from + this.#lineStart
      this.#lineStart = soFar
      if (isEmpty) break
    }
    const end = from + this.#searched
    this.#searched = 0
    this.#lineStart = 0
    return end
  }
}

function joined(before: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (chunk.length === 0) return before
  const bytes = new Uint8Array(before.length + chunk.length)
  bytes.set(before)
  bytes.set(chunk, before.length)
  return bytes
}
