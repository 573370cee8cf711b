import type { Rc4 } from '../../src-shared/wire/rc4.ts'
import type { Connection, ConnectionHandlers } from './transport.ts'

// What arrives is decrypted in parts of this size, so that a link holds no more for it.
const partBytes = 64 * 1024

/** A connection whose bytes travel under RC4 (MSE/PE), from the two ciphers that an encrypted handshake led to. */
export class EncryptedConnection implements Connection {
  readonly #inner: Connection
  readonly #incoming: Rc4
  readonly #outgoing: Rc4
  /** Where what arrives is decrypted, used again for each part. */
  #readable = new Uint8Array(0)
  #handlers: ConnectionHandlers | undefined

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
    this.#handlers = handlers
    this.#inner.open({
      onData: (chunk) => this.#receive(chunk),
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

  write(bytes: Uint8Array, onSent?: () => void): boolean {
    // A copy: the same bytes may be on their way to somebody else.
    return this.#inner.write(this.#outgoing.apply(new Uint8Array(bytes)), onSent)
  }

  end(): void {
    this.#inner.end()
  }

  reset(): void {
    this.#inner.reset()
  }

  #receive(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += partBytes) {
      this.#handlers?.onData(this.#decrypt(chunk.subarray(at, at + partBytes)))
    }
  }

  #decrypt(part: Uint8Array): Uint8Array {
    if (this.#readable.length < part.length) this.#readable = new Uint8Array(part.length)
    this.#readable.set(part)
    return this.#incoming.apply(this.#readable.subarray(0, part.length))
  }
}
