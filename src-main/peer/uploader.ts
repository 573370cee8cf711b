import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { pieceHeaderLength } from '../../src-shared/wire/message-table.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { Outlet } from './outlet.ts'
import { giveBackRunBuffer, maxRunBlocks, type RunBuffer, takeRunBuffer } from './run-buffer.ts'
import { type Throttle, takeAll } from './throttle.ts'

/** What serving needs of its link. */
export interface UploaderParts {
  readonly queue: BlockRequest[]
  readonly outlet: Outlet
  /** The caps that hold for this link: its own, its swarm's, its peer's. */
  readonly limits: readonly Throttle[]
  /** Fills the targets, one after the other, with bytes of a piece from `begin` on. */
  readonly read: (piece: number, begin: number, targets: readonly Uint8Array[]) => Promise<void>
  /** So many bytes of blocks went out. */
  readonly metered: (payloadBytes: number) => void
  /** Changes a block that is to go out wrong on purpose. */
  readonly spoil?: (request: BlockRequest, block: Uint8Array) => void
  readonly failed: (error: unknown) => void
}

// What a limit lets go in this time goes at once: seldom enough to be cheap, and little is lost with a remote that dies.
const sliceMs = 10
const minSliceBytes = 1024

// Reads of one turn, all at once: small pieces come as fast as large ones, and a disk is not asked for too much.
const maxRuns = 8

/**
 * Serves one link's queue of requests, no faster than the limits and than the socket takes the blocks. What goes in one turn
 * is one write; blocks that follow one another in a piece are one read. One for which a limit is too low goes in slices.
 */
export class Uploader {
  readonly #parts: UploaderParts
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
    const { queue, outlet } = this.#parts
    let granted = 0
    while (queue.length > 0) {
      await outlet.room()
      if (this.#stopped) return
      // Whoever has many short runs gets no less than others: what was granted may go in several turns.
      if (granted <= 0) granted += await this.#grant(lengthOf(queue))
      if (granted <= 0) continue
      // Looked at again after every wait: until its first byte goes, the remote may still cancel a block.
      const turn = this.#nextTurn(granted)
      if (turn.length > 0 && !this.#stopped) granted -= await this.#serveTurn(turn, granted)
      if (this.#stopped) return
    }
    this.#isServing = false
  }

  /** Requests from the head of the queue, of at most so many bytes, but one in any case. Only the last may be for a short block. */
  #nextTurn(bytes: number): BlockRequest[] {
    const { queue } = this.#parts
    let left = bytes - (queue[0]?.length ?? 0)
    let runs = 1
    let count = 1
    for (; count < maxRunBlocks; count++) {
      const [before, next] = [queue[count - 1], queue[count]]
      if (!next || before?.length !== blockLength) break
      left -= next.length
      if (!follows(before, next)) runs++
      if (left < 0 || runs > maxRuns) break
    }
    return queue.slice(0, count)
  }

  /** Answers how many of the granted bytes it took. What was cancelled while it was read is not sent, nor what came after it. */
  async #serveTurn(wished: readonly BlockRequest[], granted: number): Promise<number> {
    const buffer = takeRunBuffer(wished.length)
    const turn = wished.slice(0, buffer.size)
    const blocks = buffer.blocksOf(turn)
    const { queue, spoil } = this.#parts
    try {
      await this.#read(turn, blocks)
    } catch (error) {
      giveBackRunBuffer(buffer)
      throw error
    }
    const changed = turn.findIndex((request, i) => queue[i] !== request)
    const wanted = changed < 0 ? turn : turn.slice(0, changed)
    if (this.#stopped || wanted.length === 0) {
      giveBackRunBuffer(buffer)
      // Who cancels again and again must not have us read without a limit.
      return lengthOf(turn)
    }
    queue.splice(0, wanted.length)
    wanted.forEach((request, i) => void spoil?.(request, blocks[i] ?? new Uint8Array(0)))
    await this.#send(buffer, wanted, granted)
    return Math.min(granted, lengthOf(wanted))
  }

  /** Settles once all the reads have: until then they write into the blocks. */
  async #read(turn: readonly BlockRequest[], blocks: readonly Uint8Array[]): Promise<void> {
    const reads: Promise<void>[] = []
    let start = 0
    for (let end = 1; end <= turn.length; end++) {
      if (follows(turn[end - 1], turn[end])) continue
      const { piece = 0, begin = 0 } = turn[start] ?? {}
      reads.push(this.#parts.read(piece, begin, blocks.slice(start, end)))
      start = end
    }
    for (const result of await Promise.allSettled(reads)) if (result.status === 'rejected') throw result.reason
  }

  async #send(buffer: RunBuffer, turn: readonly BlockRequest[], granted: number): Promise<void> {
    const { outlet, metered } = this.#parts
    const messages = buffer.messagesOf(turn)
    const onSent = () => giveBackRunBuffer(buffer)
    const payloadBytes = lengthOf(turn)
    if (granted >= payloadBytes) {
      outlet.sendBlocks(messages, onSent)
      return metered(payloadBytes)
    }
    outlet.beginBlock(messages, onSent)
    outlet.sendSlice(pieceHeaderLength + granted)
    metered(granted)
    while (outlet.restBytes > 0) {
      await outlet.room()
      if (this.#stopped) return
      const bytes = await this.#grant(Math.min(outlet.restBytes, this.#sliceBytes()))
      if (this.#stopped) return
      outlet.sendSlice(bytes)
      metered(bytes)
    }
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

  #sliceBytes(): number {
    let bytes = maxRunBlocks * blockLength
    for (const { bytesPerSec } of this.#parts.limits) {
      if (bytesPerSec !== null) bytes = Math.min(bytes, (bytesPerSec * sliceMs) / 1000)
    }
    // Whole blocks where it is more than one: slices cost more.
    return bytes < blockLength ? Math.max(minSliceBytes, Math.floor(bytes)) : bytes - (bytes % blockLength)
  }
}

function follows(before: BlockRequest | undefined, next: BlockRequest | undefined): boolean {
  if (!before || !next || before.length !== blockLength) return false
  return next.piece === before.piece && next.begin === before.begin + blockLength
}

function lengthOf(requests: readonly BlockRequest[]): number {
  return requests.reduce((sum, { length }) => sum + length, 0)
}
