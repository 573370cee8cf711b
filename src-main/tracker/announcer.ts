import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { type AnnouncedSwarm, AnnouncedTorrent, type AnnouncerParts } from './announcer-torrent.ts'

// A tracker that does not answer must not keep us from coming back.
const farewellMs = 5_000
const lastFarewellMs = 1_500

/** Tells the trackers of what a peer takes part in, and asks them for others: `started`, `completed`, `stopped` (BEP 3). */
export class Announcer {
  readonly #parts: AnnouncerParts
  // Drawn when it is first needed: who has no trackers to ask draws no lots.
  #key: number | undefined
  readonly #torrents = new Map<InfoHash, AnnouncedTorrent>()
  /** Those whose trackers are being told that we left: a new start must not overtake that. */
  readonly #leaving = new Map<InfoHash, { readonly stop: AbortController; readonly done: Promise<void> }>()

  constructor(parts: AnnouncerParts) {
    this.#parts = parts
  }

  /** Takes in what the peer takes part in now, in all; to be called about once a second. */
  tick(swarms: readonly AnnouncedSwarm[]): void {
    const here = new Set(swarms.map(({ infoHash }) => infoHash))
    for (const infoHash of this.#torrents.keys()) if (!here.has(infoHash)) this.#leave(infoHash, farewellMs)
    for (const swarm of swarms) {
      const { infoHash } = swarm
      if (this.#leaving.has(infoHash)) continue
      const torrent = this.#torrents.get(infoHash) ?? new AnnouncedTorrent(swarm, this.#parts, () => this.#keyOfUs())
      this.#torrents.set(infoHash, torrent)
      torrent.update(swarm)
    }
  }

  /** Asks at once, because a person wishes; no tracker more often than every 5 s. */
  now(infoHash: InfoHash): void {
    this.#torrents.get(infoHash)?.hurry()
  }

  /** Tells all trackers that we leave, for at most 1.5 s. It can be used again. */
  async close(): Promise<void> {
    for (const infoHash of [...this.#torrents.keys()]) this.#leave(infoHash, lastFarewellMs)
    const leaving = [...this.#leaving.values()]
    const cancel = this.#parts.clock.after(lastFarewellMs, () => {
      for (const { stop } of leaving) stop.abort()
    })
    await Promise.all(leaving.map(({ done }) => done))
    cancel()
  }

  /** Ends without a word to any tracker, as a crash would. */
  abandon(): void {
    for (const torrent of this.#torrents.values()) torrent.abandon()
    for (const { stop } of this.#leaving.values()) stop.abort()
    this.#torrents.clear()
  }

  #leave(infoHash: InfoHash, limitMs: number): void {
    const torrent = this.#torrents.get(infoHash)
    if (!torrent) return
    this.#torrents.delete(infoHash)
    const stop = new AbortController()
    const cancel = this.#parts.clock.after(limitMs, () => stop.abort())
    const done = torrent.leave(stop.signal).finally(() => {
      cancel()
      this.#leaving.delete(infoHash)
    })
    this.#leaving.set(infoHash, { stop, done })
  }

  #keyOfUs(): number {
    this.#key ??= this.#parts.random.below(2 ** 32)
    return this.#key
  }
}
