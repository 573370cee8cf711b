import type { ShareOptions } from '../bridge/screen-bridge.ts'

/** What is right for nearly every file. */
export const defaultShareOptions: ShareOptions = { pieceLengthBytes: null, isPrivate: false }

/** The piece lengths on offer, in bytes: powers of two from one block to 16 MiB. */
export const pieceLengths: readonly number[] = Array.from({ length: 11 }, (_, step) => 16_384 * 2 ** step)

/** A piece length as the list names it: `16 KiB`, `1 MiB`. */
export function pieceLengthWords(bytes: number): string {
  return bytes < 1024 ** 2 ? `${bytes / 1024} KiB` : `${bytes / 1024 ** 2} MiB`
}

/** What differs from the defaults, in a few words; undefined where nothing does. */
export function chosenOptions({ pieceLengthBytes, isPrivate }: ShareOptions): string | undefined {
  const pieces = pieceLengthBytes === null ? [] : [`pieces of ${pieceLengthWords(pieceLengthBytes)}`]
  const chosen = isPrivate ? [...pieces, 'private'] : pieces
  return chosen.length === 0 ? undefined : chosen.join(', ')
}
