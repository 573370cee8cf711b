import { createHmac } from 'node:crypto'
import type { Random } from '../random.ts'

const slotMs = 60_000
// An id holds in the slot in which it was asked for and in the two after it: two to three minutes (BEP 15).
const slotsAfter = 2
const macBits = 56n

/**
 * The connection ids of BEP 15 without keeping any: each names its minute and has a keyed hash of that and of the asker's IP,
 * so only who gets what is sent to that IP can know it.
 */
export class ConnectionIds {
  readonly #random: Random
  #secret: Uint8Array | undefined

  constructor(random: Random) {
    this.#random = random
  }

  /** The id for an asker at this IP: 64 bits. */
  make(host: string, nowMs: number): bigint {
    return this.#idOf(host, Math.floor(nowMs / slotMs))
  }

  /** Whether this id was made for this IP, and not long ago. Most others are found out without a hash. */
  isValid(id: bigint, host: string, nowMs: number): boolean {
    const slot = Math.floor(nowMs / slotMs)
    const age = (slot - Number(id >> macBits)) & 0xff
    return age <= slotsAfter && id === this.#idOf(host, slot - age)
  }

  #idOf(host: string, slot: number): bigint {
    this.#secret ??= Uint8Array.from({ length: 32 }, () => this.#random.below(256))
    const mac = createHmac('sha256', this.#secret).update(`${slot} ${host}`).digest().readBigUInt64BE()
    return (BigInt(slot & 0xff) << macBits) | BigInt.asUintN(Number(macBits), mac)
  }
}
