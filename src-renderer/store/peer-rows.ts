import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { flagsOf, type LinkFlag } from './link-flags.ts'
import { type PeerPart, peerPart } from './peer-part.ts'
import { nameOf, peersInOrder } from './peers.ts'
import type { Rates } from './rates.ts'
import { sameContent } from './same-content.ts'
import { byText, type Order } from './steady-order.ts'
import { valuesOf } from './values.ts'

/** One client of a peer: its local port, and the peer it dialled. */
export interface ClientPort {
  readonly clientId: number
  readonly whom: string
}

/** The graph in words: what the table says of one peer. */
export interface PeerRow extends Rates {
  readonly peer: PeerView
  readonly isMe: boolean
  readonly part: PeerPart | null
  readonly clients: readonly ClientPort[]
  /** Remote clients on its server, as far as this screen knows them. */
  readonly served: number
  /** The links between this window's peer and it; empty for this window's peer itself. */
  readonly flags: readonly LinkFlag[]
}

interface Tally {
  clients: ClientPort[]
  served: number
  flags: Map<string, LinkFlag>
  downBytesPerSec: number
  upBytesPerSec: number
}

const rowsKept = new WeakMap<PeerView, PeerRow>()

/**
 * A row a peer, in the order of peersInOrder, in one pass over the links, with its part in the `shown` swarm; a row that tells
 * nothing new is the same as before.
 */
export function peerRows(view: View, shown: InfoHash | null): PeerRow[] {
  const tallies = new Map<PeerId, Tally>()
  for (const link of valuesOf<LinkView>(view.links)) {
    countAsDialler(tallyOf(tallies, link.dialler), link, view)
    countAsAcceptor(tallyOf(tallies, link.acceptor), link)
    if (view.me === link.dialler) keepFlags(tallyOf(tallies, link.acceptor), link, view.me)
    else if (view.me === link.acceptor) keepFlags(tallyOf(tallies, link.dialler), link, view.me)
  }
  return peersInOrder(view).map((peer) => {
    const tally = tallyOf(tallies, peer.id)
    return asBefore({
      peer,
      isMe: peer.id === view.me,
      part: peerPart(view, peer, shown),
      clients: tally.clients.sort((one, other) => one.clientId - other.clientId),
      served: tally.served,
      flags: [...tally.flags.values()].sort(inFlagOrder),
      downBytesPerSec: tally.downBytesPerSec,
      upBytesPerSec: tally.upBytesPerSec,
    })
  })
}

function asBefore(row: PeerRow): PeerRow {
  const before = rowsKept.get(row.peer)
  if (before !== undefined && sameContent(before, row)) return before
  rowsKept.set(row.peer, row)
  return row
}

function tallyOf(tallies: Map<PeerId, Tally>, id: PeerId): Tally {
  const known = tallies.get(id)
  if (known !== undefined) return known
  const fresh: Tally = { clients: [], served: 0, flags: new Map(), downBytesPerSec: 0, upBytesPerSec: 0 }
  tallies.set(id, fresh)
  return fresh
}

function countAsDialler(tally: Tally, link: LinkView, view: View): void {
  tally.clients.push({ clientId: link.clientId, whom: nameOf(view, link.acceptor) })
  tally.downBytesPerSec += link.toDiallerBytesPerSec
  tally.upBytesPerSec += link.toAcceptorBytesPerSec
}

function countAsAcceptor(tally: Tally, link: LinkView): void {
  tally.served++
  tally.downBytesPerSec += link.toAcceptorBytesPerSec
  tally.upBytesPerSec += link.toDiallerBytesPerSec
}

const flagOrder: readonly LinkFlag['letter'][] = ['D', 'd', 'U', 'u', 'K', '?', 'I']

function inFlagOrder(one: LinkFlag, other: LinkFlag): number {
  return flagOrder.indexOf(one.letter) - flagOrder.indexOf(other.letter)
}

function keepFlags(tally: Tally, link: LinkView, me: PeerId): void {
  for (const one of flagsOf(link, me)) tally.flags.set(one.letter, one)
}

/** The columns that the peers can be put in order by. */
export type PeerColumn = 'peer' | 'pieces' | 'address' | 'rates'

export const peerOrders: Readonly<Record<PeerColumn, Order<PeerRow>>> = {
  peer: {
    moves: false,
    compare: (one, other) =>
      Number(other.isMe) - Number(one.isMe) || byText(one.peer.name, other.peer.name) || byAddress(one, other),
  },
  pieces: { moves: true, compare: (one, other) => piecesOf(other) - piecesOf(one) },
  address: { moves: false, compare: byAddress },
  rates: { moves: true, compare: (one, other) => rateOf(other) - rateOf(one) },
}

function byAddress(one: PeerRow, other: PeerRow): number {
  return byText(one.peer.server ?? '', other.peer.server ?? '')
}

function piecesOf({ part }: PeerRow): number {
  return part?.haveCount ?? 0
}

function rateOf({ downBytesPerSec, upBytesPerSec }: PeerRow): number {
  return downBytesPerSec + upBytesPerSec
}
