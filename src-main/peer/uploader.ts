import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { pieceHeaderLength } from '../../src-shared/wire/message-table.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { runBlocks } from './core/run.ts'
import type { Outlet } from './outlet.ts'
import { type RunBuffer, takeRunBuffer } from './run-buffer.ts'
import { type Throttle, takeAll } from './throttle.ts'

/** What serving needs of its link. */
export interface UploaderParts {
  readonly queue: BlockRequest[]
  readonly pieceLengthAt: (piece: number) => number
  readonly outlet: Outlet
  /** The caps that hold for this link: its own, its swarm's, its peer's. */
  readonly limits: readonly Throttle[]
  /** Fills the targets, one after the other, with bytes of a piece from `begin` on, and of those after it. */
  readonly read: (piece: number, begin: number, targets: readonly Uint8Array[]) => Promise<void>
  /** So many bytes of blocks went out. */
  readonly metered: (payloadBytes: number) => void
  /** Changes a block that is to go out wrong on purpose. */
  readonly spoil?: (request: BlockRequest, block: Uint8Array) => void
  readonly failed: (error: unknown) => void
}

// What a limit lets go in this time goes at once: seldom enough to be cheap, and little is lost with a remote that dies.
const sliceMs = 40
const minSliceBytes = 1024

// What it lets go in this time is read at once: asking the disk for each block by itself costs more than sending it.
const aheadMs = 200

// Reads of one turn, all at once: small pieces come as fast as large ones, and a disk is not asked for too much.
const maxRuns = 8

/**
 * Serves one link's queue of requests, no faster than the limits and than the socket takes the blocks. What is read in one
 * turn goes in one write, or in as many as the limits want; blocks that follow one another are one read, across pieces too. One for
 * which a limit is too low goes in slices.
 */
export class Uploader {
  readonly #parts: UploaderParts
  /** Bytes that the limits let go and that have not gone yet; below 0 when more went. */
  #granted = 0
  #isServing = false
  #stopped = false
  #stopWaiting: () => void = () => undefined

  constructor(parts: UploaderParts) {
    this.#parts = parts
  }

  /** There may be something to send. */
  pump(): void {
    if (this.#isServing || this.#stopped || this.#parts.queue.length === 0) return
    this.#isServing = true
    this.#serve().catch((error) => {
      this.#isServing = false
      if (!this.#stopped) this.#parts.failed(error)
    })
  }

  stop(): void {
    this.#stopped = true
    this.#stopWaiting()
  }

  async #serve(): Promise<void> {
    const { queue } = this.#parts
    while (queue.length > 0) {
      await this.#allowed()
      if (this.#stopped) return
      // Looked at again after every wait: until its first byte goes, the remote may still cancel a block.
      const turn = this.#nextTurn(Math.max(this.#granted, this.#aheadBytes()))
      if (turn.length > 0) await this.#serveTurn(turn)
      if (this.#stopped) return
    }
    this.#granted = 0
    this.#isServing = false
  }

  /** Waits until socket and limits let something go. */
  async #allowed(): Promise<void> {
    const { queue, outlet } = this.#parts
    await outlet.room()
    // Whoever has many short runs gets no less than others: what was granted may go in several turns.
    while (this.#granted <= 0 && queue.length > 0 && !this.#stopped) this.#granted += await this.#grant(lengthOf(queue))
  }

  /** Requests from the head of the queue, of at most so many bytes, but one in any case. Only the last may be for a short block. */
  #nextTurn(bytes: number): BlockRequest[] {
    const { queue } = this.#parts
    let left = bytes - (queue[0]?.length ?? 0)
    let runs = 1
    let lastRun = 0
    for (let count = 1; count < runBlocks; count++) {
      const [before, next] = [queue[count - 1], queue[count]]
      if (!next || before?.length !== blockLength) return queue.slice(0, count)
      left -= next.length
      if (!this.#follows(before, next)) {
        runs++
        lastRun = count
      }
      if (left < 0 || runs > maxRuns) return queue.slice(0, count)
    }
    // A run that would be cut has a turn of its own: else each one after it would be cut as well.
    const isCut = lastRun > 0 && this.#follows(queue[runBlocks - 1], queue[runBlocks])
    return queue.slice(0, isCut ? lastRun : runBlocks)
  }

  async #serveTurn(wished: readonly BlockRequest[]): Promise<void> {
    const buffer = takeRunBuffer(wished.length)
    const turn = wished.slice(0, buffer.size)
    try {
      await this.#read(turn, buffer.blocksOf(turn))
      for (let at = 0; at < turn.length; ) {
        await this.#allowed()
        if (this.#stopped) return
        const cancelled = this.#countCancelled(turn, at)
        // Paid for before anything else goes.
        const end = cancelled > 0 ? at + cancelled : this.#endOfGranted(turn, at)
        if (cancelled === 0) await this.#send(buffer, turn, at, end)
        at = end
      }
    } finally {
      buffer.letGo()
    }
  }

  /** How many from `at` on were cancelled while they were read, or waited; they count as sent for the limits. */
  #countCancelled(turn: readonly BlockRequest[], at: number): number {
    const { queue } = this.#parts
    let end = at
    while (end < turn.length && turn[end] !== queue[0]) {
      // Who cancels again and again must not have us read without a limit.
      this.#granted -= turn[end]?.length ?? 0
      end++
    }
    return end - at
  }

  /** Where what was granted ends, or what follows one another in the queue: after one block in any case. */
  #endOfGranted(turn: readonly BlockRequest[], at: number): number {
    const { queue } = this.#parts
    let left = this.#granted
    let end = at
    while (end < turn.length && turn[end] === queue[end - at]) {
      left -= turn[end]?.length ?? 0
      if (left < 0 && end > at) break
      end++
    }
    return end
  }

  /** Settles once all the reads have: until then they write into the blocks. */
  async #read(turn: readonly BlockRequest[], blocks: readonly Uint8Array[]): Promise<void> {
    const reads: Promise<void>[] = []
    let start = 0
    for (let end = 1; end <= turn.length; end++) {
      if (this.#follows(turn[end - 1], turn[end])) continue
      const { piece = 0, begin = 0 } = turn[start] ?? {}
      reads.push(this.#parts.read(piece, begin, blocks.slice(start, end)))
      start = end
    }
    for (const result of await Promise.allSettled(reads)) if (result.status === 'rejected') throw result.reason
  }

  async #send(buffer: RunBuffer, turn: readonly BlockRequest[], at: number, end: number): Promise<void> {
    const { queue, outlet, spoil } = this.#parts
    const going = queue.splice(0, end - at)
    if (spoil) going.forEach((request, i) => void spoil(request, buffer.block(at + i, request.length)))
    const messages = buffer.messagesOf(turn, at, end)
    buffer.keep()
    const onSent = () => buffer.letGo()
    const payloadBytes = lengthOf(going)
    if (this.#granted >= payloadBytes || this.#sliceBytes() >= blockLength) {
      outlet.sendBlocks(messages, onSent)
      this.#gone(payloadBytes)
      return
    }
    outlet.beginBlock(messages, onSent)
    this.#sendSlice(pieceHeaderLength, this.#granted)
    while (outlet.restBytes > 0) {
      await outlet.room()
      if (this.#stopped) return
      const bytes = await this.#grant(Math.min(outlet.restBytes, this.#sliceBytes()))
      if (this.#stopped) return
      this.#granted += bytes
      this.#sendSlice(0, bytes)
    }
  }

  #sendSlice(headerBytes: number, bytes: number): void {
    this.#parts.outlet.sendSlice(headerBytes + bytes)
    this.#gone(bytes)
  }

  #gone(payloadBytes: number): void {
    this.#granted -= payloadBytes
    this.#parts.metered(payloadBytes)
  }

  /** Waits for the limits; answers how many of these bytes may go: all, or what is little enough for the lowest limit. */
  async #grant(bytes: number): Promise<number> {
    const granted = Math.min(bytes, this.#sliceBytes())
    if (this.#parts.limits.every(({ bytesPerSec }) => bytesPerSec === null)) return granted
    await new Promise<void>((resolve) => {
      this.#stopWaiting = takeAll(this.#parts.limits, granted, resolve)
    })
    return granted
  }

  /** What goes at once. Whole blocks where it is one or more: slices cost more. */
  #sliceBytes(): number {
    const bytes = this.#bytesIn(sliceMs)
    return bytes >= blockLength ? bytes - (bytes % blockLength) : Math.max(minSliceBytes, Math.floor(bytes))
  }

  #aheadBytes(): number {
    return this.#sliceBytes() < blockLength ? 0 : this.#bytesIn(aheadMs)
  }

  /** Whether one read can serve both. */
  #follows(before: BlockRequest | undefined, next: BlockRequest | undefined): boolean {
    if (!before || !next || before.length !== blockLength) return false
    const end = before.begin + blockLength
    if (next.piece === before.piece) return next.begin === end
    return next.piece === before.piece + 1 && next.begin === 0 && end === this.#parts.pieceLengthAt(before.piece)
  }

  /** What the lowest limit lets go in so many ms, and at most what fits into the largest buffer. */
  #bytesIn(ms: number): number {
    let bytes = runBlocks * blockLength
    for (const { bytesPerSec } of this.#parts.limits) {
      if (bytesPerSec !== null) bytes = Math.min(bytes, (bytesPerSec * ms) / 1000)
    }
    return bytes
  }
}

function lengthOf(requests: readonly BlockRequest[]): number {
  return requests.reduce((sum, { length }) => sum + length, 0)
}
