import type { BannedView, View } from '../../src-shared/swarm/view.ts'
import { swarmName } from './swarm-name.ts'

/** What a banned peer was proven to have done: `P4 sent wrong blocks: 3 and 5 of piece 12 of course-picture.bmp`. */
export function bannedWords(view: View, { name, id, infoHash, piece, blocks }: BannedView): string {
  const who = name || id.slice(0, 8)
  const where = `piece ${piece} of ${swarmName(view, infoHash)}`
  if (blocks.length === 0) return `${who} sent all of ${where}, and its SHA-1 was wrong`
  return `${who} sent ${blocks.length === 1 ? 'a wrong block' : 'wrong blocks'}: ${listed(blocks)} of ${where}`
}

function listed(blocks: readonly number[]): string {
  return blocks.length < 2 ? blocks.join('') : `${blocks.slice(0, -1).join(', ')} and ${blocks.at(-1)}`
}
