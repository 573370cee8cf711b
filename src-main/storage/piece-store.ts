/** Where a block rests on disk. */
export interface BlockPlace {
  /** Relative to the torrent's folder, or the file's name; `memory` when it is kept there. */
  readonly file: string
  /** In bytes from the start of the file. */
  readonly offset: number
}

/** Where bytes go in an open file. */
export interface OpenPlace {
  /** The file's descriptor, open for writing. */
  readonly fd: number
  /** In bytes from the start of the file. */
  readonly offset: number
}

/** Where the bytes of one torrent rest. Offsets count from the start of the content. */
export interface PieceStore {
  /** Where the user finds the file or folder; null when it is kept in memory. */
  readonly savedAs: string | null
  /** True when there may be content from before that has to be hashed before it counts. */
  readonly mayHoldPieces: boolean
  /** Fills these targets, one after the other; rejects with a StorageError, MissingBytes where nothing was written yet. */
  readInto(offset: number, targets: readonly Uint8Array[]): Promise<void>
  /** Writes bytes, which must stay as they are until it resolves. Rejects with a StorageError. */
  write(offset: number, bytes: Uint8Array): Promise<void>
  /**
   * Of files only: opens the one that these bytes go to, for a thread that writes them, and keeps it open until `work` is done.
   * Undefined, and nothing is done, when they are only to be written by write(). Rejects with a StorageError, and as `work` does.
   */
  lend?<T>(offset: number, length: number, work: (place: OpenPlace) => Promise<T>): Promise<T> | undefined
  placeOf(offset: number): BlockPlace
  /** What to say when these bytes are wrong and stand in files that are only ever read; null when they can be replaced. */
  refusal(offset: number, length: number): StorageError | null
  /** What to say when these bytes are right, but other ones stand in files that are only ever read; null when all is at rest. */
  conflict(offset: number, length: number): StorageError | null
  /** These files are complete and verified: gives them their final names. Rejects with a StorageError. */
  finish(files: readonly number[]): Promise<void>
  close(): Promise<void>
}

/** Exactly `length` bytes of a store, in a buffer of their own; rejects as readInto() does. */
export async function readBytes(store: PieceStore, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  await store.readInto(offset, [bytes])
  return bytes
}

/** The disk said no; the message is a clause a person can act on. */
export class StorageError extends Error {}

/** Nothing was written there yet. */
export class MissingBytes extends StorageError {}
