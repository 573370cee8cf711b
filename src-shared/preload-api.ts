// What the Electron preload gives the page, and nothing more.

import type { FeedMessage } from './bridge.ts'

/** The one object on `window.swarmscope`; everything that crosses it is plain JSON-able data. */
export interface PreloadApi {
  /** Carries out one command of bridge.ts by name; answers its CommandResult, unchecked. */
  run(name: string, args: unknown): Promise<unknown>
  /** Calls back with each feed message; answers how to stop listening. */
  onFeed(listener: (message: FeedMessage) => void): () => void
  /** Says that the last feed message was taken, so that the next may come. */
  feedTaken(): void
  /** Asks for the feed from its beginning: the whole view first. */
  startFeed(): void
  /** The path of a File that the person chose or dropped; empty when it has none. */
  pathOf(file: unknown): string
}
