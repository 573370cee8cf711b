/** What a script of MSE/PE wants next: so many bytes from the other side, or to send some to it. */
export type MseWish = { readonly need: number } | { readonly send: Uint8Array }

/** One side's part in the encrypted handshake, written down as the specification tells it. */
export type MseScript<Result> = Generator<MseWish, Result, Uint8Array>

/** Sends bytes to the other side. */
export function* send(...parts: readonly Uint8Array[]): MseScript<void> {
  yield { send: joined(...parts) }
}

/** Waits for so many bytes. */
export function* take(count: number): MseScript<Uint8Array> {
  return yield { need: count }
}

/** Waits for these bytes, passing over at most `maxSkipped` others; false when they did not come. */
export function* seek(wanted: Uint8Array, maxSkipped: number): MseScript<boolean> {
  const window = yield* take(wanted.length)
  for (let skipped = 0; !window.every((byte, i) => byte === wanted[i]); skipped++) {
    if (skipped === maxSkipped) return false
    window.copyWithin(0, 1)
    window.set(yield* take(1), wanted.length - 1)
  }
  return true
}

/** All bytes in one piece. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
