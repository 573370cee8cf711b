import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { AnnounceEvent } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'

/** What a tracker is told in an announce, and asked for. */
export interface TrackerQuestion {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  /** Where we listen; 0 when nothing does. */
  readonly port: number
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  readonly leftBytes: number
  /** Null: one of the regular announces in between. */
  readonly event: AnnounceEvent | null
  /** How many peers are wanted. */
  readonly wanted: number
  /** 32 bits, the same as long as we run: it shows that it is us after our address has changed. */
  readonly key: number
  /** What the tracker said that it wants back. */
  readonly trackerId: Uint8Array | null
}

/** Announces to the tracker of a URL. Rejects with an AskError, also once the signal is aborted. */
export type AskTracker = (url: string, question: TrackerQuestion, signal: AbortSignal) => Promise<TrackerAnswer>
