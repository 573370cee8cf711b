import type { BannedView, View } from '../../src-shared/swarm/view.ts'
import { swarmName } from './swarm-name.ts'

/** What a banned peer was proven to have done: `P4 sent wrong blocks: 3 and 5 of piece 12 of course-picture.bmp`. */
export function bannedWords(view: View, { name, id, infoHash, piece, blocks }: BannedView): string {
  const what = blocks.length === 1 ? 'a wrong block' : 'wrong blocks'
  return `${name || id.slice(0, 8)} sent ${what}: ${listed(blocks)} of piece ${piece} of ${swarmName(view, infoHash)}`
}

function listed(blocks: readonly number[]): string {
  return blocks.length < 2 ? blocks.join('') : `${blocks.slice(0, -1).join(', ')} and ${blocks.at(-1)}`
}
