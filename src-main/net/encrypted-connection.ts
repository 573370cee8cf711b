import type { Rc4 } from '../../src-shared/wire/rc4.ts'
import type { Connection, ConnectionHandlers } from './transport.ts'

/** A connection whose bytes travel under RC4 (MSE/PE), from the two ciphers that an encrypted handshake led to. */
export class EncryptedConnection implements Connection {
  readonly #inner: Connection
  readonly #incoming: Rc4
  readonly #outgoing: Rc4
  /** Where what arrives is decrypted, used again for each chunk. */
  #readable = new Uint8Array(0)

  constructor(inner: Connection, ciphers: { readonly incoming: Rc4; readonly outgoing: Rc4 }) {
    this.#inner = inner
    this.#incoming = ciphers.incoming
    this.#outgoing = ciphers.outgoing
  }

  get local(): Connection['local'] {
    return this.#inner.local
  }

  get remote(): Connection['remote'] {
    return this.#inner.remote
  }

  get backlogBytes(): number {
    return this.#inner.backlogBytes
  }

  open(handlers: ConnectionHandlers): void {
    this.#inner.open({
      onData: (chunk) => handlers.onData(this.#decrypt(chunk)),
      onDrain: () => handlers.onDrain(),
      onClose: (ending) => handlers.onClose(ending),
    })
  }

  pause(): void {
    this.#inner.pause()
  }

  resume(): void {
    this.#inner.resume()
  }

  write(bytes: Uint8Array): boolean {
    // A copy: the same block may be on its way to somebody else.
    return this.#inner.write(this.#outgoing.apply(new Uint8Array(bytes)))
  }

  end(): void {
    this.#inner.end()
  }

  reset(): void {
    this.#inner.reset()
  }

  #decrypt(chunk: Uint8Array): Uint8Array {
    if (this.#readable.length < chunk.length) this.#readable = new Uint8Array(chunk.length)
    this.#readable.set(chunk)
    return this.#incoming.apply(this.#readable.subarray(0, chunk.length))
  }
}
