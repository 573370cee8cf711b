import { type DisconnectReason, mayRetry } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { DialOutcome } from './client.ts'

/** What a dial book needs, and its numbers. Times in ms. */
export interface DialBookParts {
  readonly dial: (to: Address) => Promise<DialOutcome>
  readonly maxAddresses: number
  /** Dials under way at the same time. */
  readonly maxDials: number
  /** The time between two dials of one address; doubled while it does not stay linked, up to the longest. */
  readonly pauseMs: number
  readonly maxPauseMs: number
  /** After so many dials in a row an address is forgotten; infinity: never. */
  readonly maxDialsOfOne: number
}

// So often an address is dialled before another may take its place.
const triesAtLeast = 2

interface Entry {
  nextDialAtMs: number
  /** How often it was dialled since it last stayed linked. */
  dials: number
  isDialling: boolean
}

/** Servers that somebody named: each is dialled while it is not linked, a few at a time, and less and less often. */
export class DialBook {
  readonly #parts: DialBookParts
  readonly #entries = new Map<Address, Entry>()
  #dialling = 0

  constructor(parts: DialBookParts) {
    this.#parts = parts
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  get addresses(): Address[] {
    return [...this.#entries.keys()]
  }

  /**
   * Notes an address to dial, not before `fromMs`; in a full book it takes the place of one that came to nothing so far, if
   * there is one. Answers whether it is a new one.
   */
  add(address: Address, fromMs = Number.NEGATIVE_INFINITY): boolean {
    if (this.#entries.has(address)) return false
    if (this.#entries.size >= this.#parts.maxAddresses && !this.#makeRoom()) return false
    this.#entries.set(address, { nextDialAtMs: fromMs, dials: 0, isDialling: false })
    return true
  }

  remove(address: Address): void {
    this.#entries.delete(address)
  }

  /** A link to it ended: it is left alone for a while; for good, when there is no `use` in another. */
  linkEnded(address: Address, use: boolean, nowMs: number): void {
    const entry = this.#entries.get(address)
    if (!entry) return
    this.#wait(entry, nowMs, entry.dials)
    if (!use) entry.nextDialAtMs = Number.POSITIVE_INFINITY
  }

  clear(): void {
    this.#entries.clear()
  }

  /** Dials whom it is time to dial, except those that are `linked`. */
  tick(linked: { has(address: Address): boolean }, nowMs: number): void {
    for (const [address, entry] of this.#entries) {
      if (entry.isDialling || entry.nextDialAtMs > nowMs) continue
      if (linked.has(address)) this.#wait(entry, nowMs, 0)
      else if (entry.dials >= this.#parts.maxDialsOfOne) this.#entries.delete(address)
      else if (this.#dialling < this.#parts.maxDials) this.#dial(address, entry, nowMs)
    }
  }

  // Else a few dozen that nobody listens at would keep out the one that is of use.
  #makeRoom(): boolean {
    let worst: Address | undefined
    let most = triesAtLeast - 1
    for (const [address, { isDialling, dials, nextDialAtMs }] of this.#entries) {
      const tries = nextDialAtMs === Number.POSITIVE_INFINITY ? nextDialAtMs : dials
      if (isDialling || tries <= most) continue
      worst = address
      most = tries
    }
    return worst !== undefined && this.#entries.delete(worst)
  }

  #wait(entry: Entry, nowMs: number, dials: number): void {
    const { pauseMs, maxPauseMs } = this.#parts
    entry.dials = dials
    entry.nextDialAtMs = nowMs + Math.min(maxPauseMs, pauseMs * 2 ** Math.max(0, dials - 1))
  }

  #dial(address: Address, entry: Entry, nowMs: number): void {
    entry.isDialling = true
    this.#wait(entry, nowMs, entry.dials + 1)
    this.#dialling++
    // A bug in a dial must not end here unseen: it goes on up as a rejection that nobody handles.
    void this.#parts.dial(address).then(({ result }) => {
      this.#dialling--
      entry.isDialling = false
      if (result.ok) return
      // It stays in the book, so that it is not dialled anew when it is named again.
      if (isHopeless(result.reason)) entry.nextDialAtMs = Number.POSITIVE_INFINITY
      // Linked under another address: once that link has ended this one is of use.
      else if (result.reason.code === 'already-connected') entry.nextDialAtMs = nowMs + this.#parts.maxPauseMs
    })
  }
}

function isHopeless(reason: DisconnectReason): boolean {
  return !mayRetry(reason) && reason.code !== 'already-connected'
}
