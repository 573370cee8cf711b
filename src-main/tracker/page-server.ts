import type { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import { type Endpoint, formatAddress } from '../../src-shared/swarm/address.ts'
import type { Clock } from '../clock.ts'
import { type ReplyManner, replyHead, writeReply } from './http-reply.ts'
import type { Tracker } from './tracker.ts'
import { pagePolicy, renderTrackerPage } from './tracker-page.ts'

const page = replyHead(
  '200 OK',
  'text/html; charset=utf-8',
  `Content-Security-Policy: ${pagePolicy}`,
  'Referrer-Policy: no-referrer',
  'Cross-Origin-Resource-Policy: same-origin',
)
const keepMs = 1_000
const maxKept = 8

/** Serves the tracker's page, which is put together at most once a second however often it is asked for. */
export class PageServer {
  readonly #clock: Clock
  readonly #tracker: Tracker
  readonly #kept = new Map<string, { readonly atMs: number; readonly body: Uint8Array }>()

  constructor(parts: { readonly clock: Clock; readonly tracker: Tracker }) {
    this.#clock = parts.clock
    this.#tracker = parts.tracker
  }

  /** `at`: where this server is for who asks. */
  write(out: ByteWriter, at: Endpoint, manner: ReplyManner): void {
    writeReply(out, page, this.#bodyFor(`http://${formatAddress(at.host, at.port)}/announce`), manner)
  }

  #bodyFor(announceUrl: string): Uint8Array {
    const nowMs = this.#clock.nowMs()
    const kept = this.#kept.get(announceUrl)
    if (kept && nowMs < kept.atMs + keepMs) return kept.body
    if (this.#kept.size >= maxKept) this.#kept.clear()
    const body = new TextEncoder().encode(renderTrackerPage(this.#swarms(), announceUrl))
    this.#kept.set(announceUrl, { atMs: nowMs, body })
    return body
  }

  #swarms() {
    const tracker = this.#tracker
    return tracker.infoHashes.flatMap((infoHash) => {
      const counts = tracker.counts(infoHash)
      return counts
        ? [{ infoHash, torrent: tracker.torrentOf(infoHash), counts, members: tracker.members(infoHash) }]
        : []
    })
  }
}
