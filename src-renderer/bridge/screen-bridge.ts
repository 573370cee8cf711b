import type { Bridge, CommandArgs, CommandResult, FeedMessage } from '../../src-shared/bridge.ts'

/** Why the feed stopped: the program may come back by itself, or the person has to open its address again. */
export type FeedLoss = 'retrying' | 'signed-out'

/** A chosen or dropped file. `path`: its name, or inside a chosen folder the way to it from that folder, `film/part 1/a.mp4`. */
export interface ChosenFile {
  readonly file: File
  readonly path: string
}

/** How a torrent is made; `pieceLengthBytes` null: chosen by size. */
export type ShareOptions = Omit<CommandArgs<'share-file'>, 'path'>

/** A Bridge as the screen uses it: files go through it too, because each shell hands them over its own way. */
export interface ScreenBridge extends Bridge {
  subscribe(onFeed: (message: FeedMessage) => void, onLost: (loss: FeedLoss) => void): () => void
  /**
   * Makes one torrent of what was chosen and seeds it: of one file, or of all files of one folder. In the desktop window a
   * dropped folder may be given as the one File that the drop holds; a browser has to list its files.
   */
  share(files: readonly ChosenFile[], options: ShareOptions): Promise<CommandResult<'share-file'>>
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
