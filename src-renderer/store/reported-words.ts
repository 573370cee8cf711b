import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'

/** Who tells of a link between two peers that run elsewhere: `reported by P2 and P3`; undefined for a link of our own. */
export function reportedWords(view: View, { reported, dialler, acceptor }: LinkView): string | undefined {
  if (reported === null) return undefined
  const tellers = [
    ...(reported.dialler === null ? [] : [nameOf(view, dialler)]),
    ...(reported.acceptor === null ? [] : [nameOf(view, acceptor)]),
  ]
  return `reported by ${tellers.join(' and ')}`
}
