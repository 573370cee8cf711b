import type { CommandName, CommandResult, FeedMessage } from '../src-shared/bridge.ts'

/** One screen's place in the feed. One message is in flight at a time: the next comes after ready(). */
export interface Subscription {
  /** The screen has taken the last message and can take the next. */
  ready(): void
  /** The screen is gone. */
  end(): void
}

/** What a shell sees of the running peers: their commands and their feed. Knows no shell. */
export interface BridgeHost {
  /** Checks and carries out one command; never throws, whatever the screen sent. */
  run(name: string, args: unknown): Promise<CommandResult<CommandName>>
  /**
   * Delivers the view at once, then batches of events, 4 to 30 a second. A screen that is slow gets only the latest of what
   * changes all the time, and one that stalls a fresh view.
   */
  subscribe(deliver: (message: FeedMessage) => void): Subscription
}
