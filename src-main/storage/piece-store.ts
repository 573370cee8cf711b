/** Where the bytes of one torrent rest. Offsets count from the start of the content. */
export interface PieceStore {
  /** Where the user finds the file; null when it is kept in memory. */
  readonly savedAs: string | null
  /** True when there may be content from before that has to be hashed before it counts. */
  readonly mayHoldPieces: boolean
  /** The content stands under its final name and must be complete: it is only ever read. */
  readonly whole: boolean
  /** Reads exactly `length` bytes; rejects with a StorageError. */
  read(offset: number, length: number): Promise<Uint8Array>
  /** Writes a verified piece; rejects with a StorageError. */
  write(offset: number, bytes: Uint8Array): Promise<void>
  /** Everything is verified and written: gives the file its final name. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** The disk said no; the message is a clause a person can act on. */
export class StorageError extends Error {}
