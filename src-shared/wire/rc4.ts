/**
 * The stream cipher RC4, which MSE/PE asks for: what encrypts also decrypts. By today's measure it keeps no secrets; it hides
 * from a network's filters what is spoken.
 */
export class Rc4 {
  readonly #state = new Uint8Array(256)
  #i = 0
  #j = 0

  /** The key has 1 to 256 bytes. */
  constructor(key: Uint8Array) {
    const state = this.#state
    for (let i = 0; i < 256; i++) state[i] = i
    for (let i = 0, j = 0; i < 256; i++) {
      const value = state[i] as number
      j = (j + value + (key[i % key.length] as number)) & 0xff
      state[i] = state[j] as number
      state[j] = value
    }
  }

  /** Encrypts or decrypts the bytes where they are, and answers them. */
  apply(bytes: Uint8Array): Uint8Array {
    const state = this.#state
    let i = this.#i
    let j = this.#j
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 0xff
      const a = state[i] as number
      j = (j + a) & 0xff
      const b = state[j] as number
      state[i] = b
      state[j] = a
      bytes[at] = (bytes[at] as number) ^ (state[(a + b) & 0xff] as number)
    }
    this.#i = i
    this.#j = j
    return bytes
  }
}
