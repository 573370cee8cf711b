import type { Hex, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import { valuesOf } from './values.ts'

/** How many of the peers that one peer is linked to have each piece. */
export interface Availability {
  readonly copies: Uint16Array
  readonly linkedPeers: number
}

/**
 * Counts the copies for one peer at a time. Only what changed since the last call is counted again, and without a
 * change the answer is the same object, so that it costs little at 10,000 pieces and many times a second.
 */
export function createAvailability(): (view: View, peer: PeerId, infoHash: InfoHash) => Availability {
  let subject = ''
  let counted: ReadonlyMap<PeerId, Hex> = new Map()
  let answer: Availability = { copies: new Uint16Array(0), linkedPeers: 0 }

  return (view, peer, infoHash) => {
    const pieceCount = view.torrents[infoHash]?.pieceCount ?? 0
    const asked = `${peer} ${infoHash} ${pieceCount}`
    if (asked !== subject) {
      subject = asked
      counted = new Map()
      answer = { copies: new Uint16Array(pieceCount), linkedPeers: 0 }
    }
    const linked = piecesOfLinked(view, peer, infoHash)
    const changed = [...new Set([...counted.keys(), ...linked.keys()])].filter(
      (id) => counted.get(id) !== linked.get(id),
    )
    if (changed.length === 0) return answer
    const copies = answer.copies.slice()
    for (const id of changed) recount(copies, counted.get(id) ?? '', linked.get(id) ?? '')
    counted = linked
    answer = { copies, linkedPeers: linked.size }
    return answer
  }
}

/** Each peer that is linked to this one in the swarm, once, with its pieces; in the course's topology two links join a pair. */
function piecesOfLinked(view: View, peer: PeerId, infoHash: InfoHash): Map<PeerId, Hex> {
  const linked = new Map<PeerId, Hex>()
  for (const link of valuesOf<LinkView>(view.links)) {
    if (link.infoHash !== infoHash) continue
    const other = link.dialler === peer ? link.acceptor : link.acceptor === peer ? link.dialler : undefined
    if (other !== undefined) linked.set(other, view.peers[other]?.swarms[infoHash]?.pieces ?? '')
  }
  return linked
}

function recount(copies: Uint16Array, before: Hex, after: Hex): void {
  const digits = Math.min(Math.ceil(copies.length / 4), Math.max(before.length, after.length))
  for (let digit = 0; digit < digits; digit++) {
    const was = digitAt(before, digit)
    const is = digitAt(after, digit)
    if (was === is) continue
    for (let bit = 0; bit < 4 && 4 * digit + bit < copies.length; bit++) {
      const mask = 8 >> bit
      copies[4 * digit + bit] = (copies[4 * digit + bit] ?? 0) + Number((is & mask) > 0) - Number((was & mask) > 0)
    }
  }
}

function digitAt(pieces: Hex, digit: number): number {
  return Number.parseInt(pieces.charAt(digit) || '0', 16)
}
