import { checkHandshakeStart, decodeHandshake, type Handshake, handshakeLength } from './handshake.ts'

/** Collects the 68 bytes of one handshake from chunks of any size (BEP 3). */
export class HandshakeReader {
  readonly #bytes = new Uint8Array(handshakeLength)
  #filled = 0

  /**
   * Takes the next chunk; answers the handshake and a view of what follows it once it is whole, undefined before.
   * Throws ProtocolError `not-bittorrent` at the first byte that disagrees, without waiting for the rest.
   */
  push(chunk: Uint8Array): { readonly handshake: Handshake; readonly rest: Uint8Array } | undefined {
    const taken = Math.min(chunk.length, handshakeLength - this.#filled)
    this.#bytes.set(chunk.subarray(0, taken), this.#filled)
    this.#filled += taken
    checkHandshakeStart(this.#bytes.subarray(0, this.#filled))
    if (this.#filled < handshakeLength) return undefined
    return { handshake: decodeHandshake(this.#bytes), rest: chunk.subarray(taken) }
  }
}
