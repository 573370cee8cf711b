import type { MseAgreement, MseProblem } from './mse.ts'
import { joined, type MseScript } from './mse-script.ts'

/** How far an encrypted handshake is: what to send now, and what came of it once it is over. */
export interface MseProgress {
  readonly send: readonly Uint8Array[]
  readonly result: MseResult | undefined
}

/** What both sides agreed on, and what of the stream behind the handshake has come already, readable; or a problem. */
export type MseResult = (MseAgreement & { readonly rest: Uint8Array }) | MseProblem

/** Plays one side of the encrypted handshake (MSE/PE): bytes of any cut in, bytes to send out, and in the end a result. */
export class MseDialogue {
  readonly #script: MseScript<MseAgreement | MseProblem>
  /** Arrived and not taken yet, from `#start` to `#end`: never more than what is needed and one chunk. */
  #bytes = new Uint8Array(0)
  #start = 0
  #end = 0
  #need = 0

  constructor(script: MseScript<MseAgreement | MseProblem>) {
    this.#script = script
  }

  /** Takes the next chunk; the initiator begins with an empty one. After the result nothing more may come. */
  push(chunk: Uint8Array): MseProgress {
    this.#keep(chunk)
    const send: Uint8Array[] = []
    while (this.#end - this.#start >= this.#need) {
      const { done, value } = this.#script.next(this.#takeOut(this.#need))
      if (done) return { send, result: typeof value === 'string' ? value : this.#withRest(value) }
      if ('send' in value) send.push(value.send)
      this.#need = 'need' in value ? value.need : 0
    }
    return { send, result: undefined }
  }

  #keep(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) {
      // Twice what is there, so that a stream of single bytes is not copied anew for each of them.
      const roomier = new Uint8Array(2 * (this.#end - this.#start) + chunk.length)
      roomier.set(this.#bytes.subarray(this.#start, this.#end))
      this.#end -= this.#start
      this.#start = 0
      this.#bytes = roomier
    }
    this.#bytes.set(chunk, this.#end)
    this.#end += chunk.length
  }

  #takeOut(count: number): Uint8Array {
    this.#start += count
    return this.#bytes.slice(this.#start - count, this.#start)
  }

  #withRest(agreement: MseAgreement): MseResult {
    const left = this.#takeOut(this.#end - this.#start)
    const rest = agreement.encryption === 'rc4' ? agreement.incoming.apply(left) : left
    return { ...agreement, rest: joined(agreement.initial, rest) }
  }
}
