import type { EndFlags, LinkView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'
import { reportedWords } from './reported-words.ts'
import { byText, type Order } from './steady-order.ts'
import { swarmTitle } from './swarm-letters.ts'
import { valuesOf } from './values.ts'

/** What the table says of one link. */
export interface LinkRow {
  readonly link: LinkView
  readonly dialler: string
  readonly acceptor: string
  readonly swarm: string
  /** What the dialler wants of the acceptor and may have, and the other way round: `P2 wants pieces, P1 chokes it`. */
  readonly diallerState: string
  readonly acceptorState: string
  /** Who tells of it, where that is not a peer of this program. */
  readonly reported: string | undefined
}

/** A row a link, in no order. */
export function linkRows(view: View): LinkRow[] {
  return valuesOf<LinkView>(view.links).map((link) => linkRow(view, link))
}

const rowsKept = new WeakMap<LinkView, LinkRow>()

/** What the table says of a link; the same as before where nothing of it is new. */
function linkRow(view: View, link: LinkView): LinkRow {
  const [dialler, acceptor] = [nameOf(view, link.dialler), nameOf(view, link.acceptor)]
  const swarm = swarmTitle(view, link.infoHash)
  const before = rowsKept.get(link)
  if (before?.dialler === dialler && before.acceptor === acceptor && before.swarm === swarm) return before
  const row = {
    link,
    dialler,
    acceptor,
    swarm,
    diallerState: stateOf(dialler, link.diallerFlags, acceptor, link.acceptorFlags),
    acceptorState: stateOf(acceptor, link.acceptorFlags, dialler, link.diallerFlags),
    reported: reportedWords(view, link),
  }
  rowsKept.set(link, row)
  return row
}

/** How one end stands as a taker. */
function stateOf(taker: string, mine: EndFlags, giver: string, its: EndFlags): string {
  if (!mine.interested) return `${taker} wants nothing`
  return its.choking ? `${taker} wants pieces, ${giver} chokes it` : `${taker} wants pieces, and may ask`
}

/** The columns that the links can be put in order by; data and requests with the most first. */
export type LinkColumn = 'link' | 'port' | 'sockets' | 'rates' | 'total' | 'asked' | 'state'

export const linkOrders: Readonly<Record<LinkColumn, Order<LinkRow>>> = {
  link: {
    moves: false,
    compare: (one, other) =>
      byText(one.dialler, other.dialler) ||
      one.link.clientId - other.link.clientId ||
      byText(one.link.key, other.link.key),
  },
  port: { moves: false, compare: (one, other) => one.link.clientId - other.link.clientId },
  sockets: {
    moves: false,
    compare: (one, other) =>
      byText(one.link.acceptorAddress, other.link.acceptorAddress) ||
      byText(one.link.diallerAddress, other.link.diallerAddress),
  },
  rates: { moves: true, compare: (one, other) => rateOf(other) - rateOf(one) },
  total: { moves: true, compare: (one, other) => bytesOf(other) - bytesOf(one) },
  asked: { moves: true, compare: (one, other) => askedOf(other) - askedOf(one) },
  state: { moves: true, compare: (one, other) => waitingOf(other) - waitingOf(one) },
}

function rateOf({ link }: LinkRow): number {
  return link.toDiallerBytesPerSec + link.toAcceptorBytesPerSec
}

function bytesOf({ link }: LinkRow): number {
  return link.toDiallerBytes + link.toAcceptorBytes
}

function askedOf({ link }: LinkRow): number {
  return link.diallerRequested + link.acceptorRequested
}

/** How many of its ends want pieces and are choked. */
function waitingOf({ link: { diallerFlags, acceptorFlags } }: LinkRow): number {
  return (
    Number(diallerFlags.interested && acceptorFlags.choking) + Number(acceptorFlags.interested && diallerFlags.choking)
  )
}
