import type { Bridge, CommandResult, FeedMessage } from '../../src-shared/bridge.ts'

/** Why the feed stopped: the program may come back by itself, or the person has to open its address again. */
export type FeedLoss = 'retrying' | 'signed-out'

/** A Bridge as the screen uses it: files go through it too, because each shell hands them over its own way. */
export interface ScreenBridge extends Bridge {
  subscribe(onFeed: (message: FeedMessage) => void, onLost: (loss: FeedLoss) => void): () => void
  /** Makes a torrent of a chosen or dropped file and seeds it. */
  shareFile(file: File): Promise<CommandResult<'share-file'>>
}

/** What a command answers when the program behind the screen cannot be reached. */
export const programGone = {
  ok: false,
  code: 'disconnected',
  detail: 'The program does not answer. See whether it still runs, then try again.',
} as const

/** What a command answers when the web shell does not know this browser. */
export const signedOut = {
  ok: false,
  code: 'disconnected',
  detail: 'This page is not signed in any more: open the address printed in the terminal again.',
} as const
