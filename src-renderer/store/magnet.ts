import type { MagnetView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'

/** The longest magnet link that is opened, in characters: as in src-shared/metainfo/magnet.ts. */
export const maxMagnetChars = 8 * 1024

/** The magnet link that a text consists of; undefined for any other text. */
export function magnetIn(text: string): string | undefined {
  const trimmed = text.trim()
  return trimmed.length <= maxMagnetChars && /^magnet:\?\S+$/i.test(trimmed) ? trimmed : undefined
}

/** How far the torrent of a magnet link has come, in words: `fetching its torrent: 16 of 32 KiB from P2`. */
export function magnetWords(view: View, { receivedBytes, totalBytes, from }: MagnetView): string {
  if (totalBytes === null) return 'looking for a peer that has its torrent'
  const whom = from === null ? '' : ` from ${nameOf(view, from)}`
  return `fetching its torrent: ${inKib(receivedBytes)} of ${inKib(totalBytes)} KiB${whom}`
}

function inKib(bytes: number): string {
  return Math.ceil(bytes / 1024).toLocaleString('en-US')
}
