import type { Faults } from '../../src-shared/swarm/events.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import type { Clock } from '../clock.ts'
import type { Connection, ConnectionHandlers } from './transport.ts'

/** What a link meets when there is trouble at all of its peer and at the link itself: frozen by either, late by both. */
export function combineFaults(peer: Faults, link: Faults): Faults {
  return { frozen: peer.frozen || link.frozen, latencyMs: peer.latencyMs + link.latencyMs }
}

// What may be under way on a late connection; then it stops reading, as a full pipe would.
const maxLateBytes = 4 * 1024 * 1024

interface Held {
  readonly bytes: Uint8Array
  readonly onSent: (() => void) | undefined
}

interface Arrival {
  readonly atMs: number
  readonly what: Uint8Array | 'closed' | 'reset'
}

/**
 * A connection with trouble made on purpose, changeable at any time. Frozen, it reads nothing and holds back what is
 * written; late, it hands everything on in order after the latency. Without faults everything goes straight through.
 */
export class FaultyConnection implements Connection {
  readonly #inner: Connection
  readonly #clock: Clock
  readonly #onOver: () => void
  #faults = noFaults
  #handlers: ConnectionHandlers | undefined
  #isOpen = false
  #isPaused = false
  #isFull = false
  // A write said that there is no room, and its owner waits to hear that there is.
  #isAwaited = false
  #isReset = false
  #isOver = false
  // Arrived and not handed on, oldest first, with one timer for the first.
  #late: Arrival[] = []
  #lateBytes = 0
  #stopWaiting: () => void = () => undefined
  // Written while frozen.
  #heldBack: Held[] = []
  #heldBackBytes = 0

  /** `onOver` hears that it is closed, after its owner. */
  constructor(inner: Connection, clock: Clock, onOver: () => void = () => undefined) {
    this.#inner = inner
    this.#clock = clock
    this.#onOver = onOver
  }

  get local(): Connection['local'] {
    return this.#inner.local
  }

  get remote(): Connection['remote'] {
    return this.#inner.remote
  }

  get backlogBytes(): number {
    return this.#inner.backlogBytes + this.#heldBackBytes
  }

  /** It is closed, and its owner has been told. */
  get over(): boolean {
    return this.#isOver
  }

  get faults(): Faults {
    return this.#faults
  }

  set faults(faults: Faults) {
    const wasFrozen = this.#faults.frozen
    this.#faults = faults
    if (wasFrozen && !faults.frozen) this.#sendHeldBack()
    this.#plan()
  }

  open(handlers: ConnectionHandlers): void {
    this.#handlers = handlers
    this.resume()
  }

  pause(): void {
    this.#isPaused = true
    this.#plan()
  }

  resume(): void {
    this.#isPaused = false
    this.#plan()
  }

  write(bytes: Uint8Array, onSent?: () => void): boolean {
    const hasRoom = this.#faults.frozen ? this.#holdBack({ bytes, onSent }) : this.#writeNow({ bytes, onSent })
    if (!hasRoom) this.#isAwaited = true
    return hasRoom
  }

  /** A frozen connection cannot say goodbye: it is reset, as the system does for a program that hangs. */
  end(): void {
    if (this.#faults.frozen) this.reset()
    else this.#inner.end()
  }

  reset(): void {
    this.#isReset = true
    const ending = this.#late.find(({ what }) => typeof what === 'string')
    this.#forget()
    this.#inner.reset()
    // Closed while it was holding: it does not close once more. As always, its owner hears of it only after the reset.
    if (ending) queueMicrotask(() => this.#hand(ending.what))
    else this.#plan()
  }

  get #isHolding(): boolean {
    return (this.#isPaused || this.#faults.frozen) && !this.#isReset
  }

  #plan(): void {
    this.#stopWaiting()
    this.#readOrPause()
    const next = this.#late[0]
    if (!next || this.#isHolding) return
    const waitMs = this.#dueMs(next) - this.#clock.nowMs()
    this.#stopWaiting = this.#clock.after(Math.max(0, waitMs), () => this.#handOn())
  }

  #readOrPause(): void {
    if (!this.#handlers || this.#isOver) return
    if (this.#isHolding || this.#lateBytes > maxLateBytes) this.#inner.pause()
    else if (this.#isOpen) this.#inner.resume()
    else {
      this.#isOpen = true
      this.#inner.open({
        onData: (chunk) => this.#onData(chunk),
        onDrain: () => this.#onDrain(),
        onClose: (ending) => this.#onClose(ending),
      })
    }
  }

  get #isStraight(): boolean {
    return this.#late.length === 0 && this.#faults.latencyMs === 0 && !this.#isHolding
  }

  #onData(chunk: Uint8Array): void {
    if (this.#isStraight) this.#handlers?.onData(chunk)
    else this.#keep(chunk.slice(), chunk.length)
  }

  #onDrain(): void {
    this.#isFull = false
    this.#tellRoom()
  }

  #tellRoom(): void {
    if (this.#isFull || !this.#isAwaited || this.#faults.frozen) return
    this.#isAwaited = false
    this.#handlers?.onDrain()
  }

  #onClose(ending: 'closed' | 'reset'): void {
    if (this.#isStraight || this.#isReset) this.#hand(ending)
    else this.#keep(ending, 0)
  }

  #keep(what: Arrival['what'], bytes: number): void {
    this.#late.push({ atMs: this.#clock.nowMs(), what })
    this.#lateBytes += bytes
    if (this.#late.length === 1 || this.#lateBytes > maxLateBytes) this.#plan()
  }

  #handOn(): void {
    const nowMs = this.#clock.nowMs()
    let next = this.#late[0]
    while (next && this.#dueMs(next) <= nowMs && !this.#isHolding) {
      this.#late.shift()
      this.#hand(next.what)
      next = this.#late[0]
    }
    this.#plan()
  }

  // One sum for planning and for looking: of two that differ by a rounding, the clock could stand still between them.
  #dueMs({ atMs }: Arrival): number {
    return atMs + this.#faults.latencyMs
  }

  #hand(what: Arrival['what']): void {
    if (typeof what === 'string') {
      this.#isOver = true
      this.#forget()
      this.#handlers?.onClose(what)
      this.#onOver()
    } else {
      this.#lateBytes -= what.length
      this.#handlers?.onData(what)
    }
  }

  #holdBack(held: Held): false {
    this.#heldBack.push(held)
    this.#heldBackBytes += held.bytes.length
    return false
  }

  #writeNow({ bytes, onSent }: Held): boolean {
    const hasRoom = this.#inner.write(bytes, onSent)
    this.#isFull = !hasRoom
    return hasRoom
  }

  #sendHeldBack(): void {
    const heldBack = this.#heldBack
    this.#heldBack = []
    this.#heldBackBytes = 0
    for (const held of heldBack) this.#writeNow(held)
    this.#tellRoom()
  }

  #forget(): void {
    this.#stopWaiting()
    this.#late = []
    this.#lateBytes = 0
    for (const { onSent } of this.#heldBack) if (onSent) queueMicrotask(onSent)
    this.#heldBack = []
    this.#heldBackBytes = 0
  }
}
