import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { EndFlags, LinkView } from '../../src-shared/swarm/view.ts'

/** One letter that BitTorrent clients put behind a peer, and what it says. */
export interface LinkFlag {
  readonly letter: 'D' | 'd' | 'U' | 'u' | 'K' | '?' | 'I'
  readonly sentence: string
}

/**
 * The state of one link in the letters that Transmission and qBittorrent use, as `mine` sees the other end.
 * Sentences speak of `mine` as "this peer" and of the other end as "it".
 */
export function flagsOf(link: LinkView, mine: PeerId): LinkFlag[] {
  const iDialled = link.dialler === mine
  return [
    ...dataFlags(iDialled ? link.diallerFlags : link.acceptorFlags, iDialled ? link.acceptorFlags : link.diallerFlags),
    ...(iDialled ? [] : [flag('I', 'Incoming: it dialled this peer.')]),
  ]
}

function dataFlags(mine: EndFlags, its: EndFlags): LinkFlag[] {
  const down = mine.interested
    ? its.choking
      ? flag('d', 'This peer wants pieces from it, but it chokes this peer.')
      : flag('D', 'Downloading: this peer wants pieces from it, and it sends them.')
    : its.choking
      ? undefined
      : flag('K', 'It would send pieces, but this peer wants none of them.')
  const up = its.interested
    ? mine.choking
      ? flag('u', 'It wants pieces from this peer, but this peer chokes it.')
      : flag('U', 'Uploading: it wants pieces from this peer, and gets them.')
    : mine.choking
      ? undefined
      : flag('?', 'This peer would send it pieces, but it wants none of them.')
  return [down, up].filter((one) => one !== undefined)
}

function flag(letter: LinkFlag['letter'], sentence: string): LinkFlag {
  return { letter, sentence }
}
