import { type DisconnectReason, mayRetry } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { DialOutcome } from './client.ts'

/** What a dial book needs, and its numbers. Times in ms. */
export interface DialBookParts {
  readonly dial: (to: Address) => Promise<DialOutcome>
  readonly maxAddresses: number
  /** Dials under way at the same time. */
  readonly maxDials: number
  /** The time between two dials of one address; doubled each time that it fails, up to the longest. */
  readonly pauseMs: number
  readonly maxPauseMs: number
  /** An address that failed so often is forgotten; infinity: never. */
  readonly maxFailures: number
}

interface Entry {
  nextDialAtMs: number
  failures: number
  isDialling: boolean
}

/** Servers that somebody named: each is dialled while it is not linked, a few at a time, and less often the more often it failed. */
export class DialBook {
  readonly #parts: DialBookParts
  readonly #entries = new Map<Address, Entry>()
  #dialling = 0

  constructor(parts: DialBookParts) {
    this.#parts = parts
  }

  get addresses(): Address[] {
    return [...this.#entries.keys()]
  }

  /** Notes an address to dial; none more than there is room for. */
  add(address: Address): void {
    if (this.#entries.size >= this.#parts.maxAddresses || this.#entries.has(address)) return
    this.#entries.set(address, { nextDialAtMs: Number.NEGATIVE_INFINITY, failures: 0, isDialling: false })
  }

  remove(address: Address): void {
    this.#entries.delete(address)
  }

  /** Dials whom it is time to dial, except those in `linked`. */
  tick(linked: ReadonlySet<Address | null>, nowMs: number): void {
    for (const [address, entry] of this.#entries) {
      if (this.#dialling >= this.#parts.maxDials) return
      if (!entry.isDialling && entry.nextDialAtMs <= nowMs && !linked.has(address)) this.#dial(address, entry, nowMs)
    }
  }

  #dial(address: Address, entry: Entry, nowMs: number): void {
    const { dial, pauseMs, maxPauseMs } = this.#parts
    entry.isDialling = true
    entry.nextDialAtMs = nowMs + Math.min(maxPauseMs, pauseMs * 2 ** entry.failures)
    this.#dialling++
    // A bug in a dial must not end here unseen: it goes on up as a rejection that nobody handles.
    void dial(address).then(({ result }) => {
      this.#dialling--
      entry.isDialling = false
      if (result.ok) entry.failures = 0
      else this.#failed(address, entry, result.reason)
    })
  }

  #failed(address: Address, entry: Entry, reason: DisconnectReason): void {
    entry.failures++
    if (entry.failures >= this.#parts.maxFailures) this.#entries.delete(address)
    // It stays in the book, so that it is not dialled anew when it is named again.
    else if (!mayRetry(reason) && reason.code !== 'already-connected') entry.nextDialAtMs = Number.POSITIVE_INFINITY
  }
}
