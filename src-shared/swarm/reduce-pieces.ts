import { hexCount, hexHas, hexWith } from '../wire/bitfield.ts'
import type { SwarmEvent } from './events.ts'
import type { Hex, InfoHash, PeerId } from './ids.ts'
import { changeMembership, isLocal, newMembership, takesPart, withRole } from './peer-changes.ts'
import { withGivers } from './piece-givers.ts'
import { roleOf } from './role.ts'
import type { MembershipView, View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

interface Pieces {
  readonly pieces: Hex
  readonly haveCount: number
}

/** A local peer's role changed. */
export function roleChanged(view: View, event: EventOf<'role-changed'>): View {
  const { observer, infoHash, role, atMs } = event
  return changeMembership(view, observer, infoHash, (membership) => withRole(membership, role, atMs))
}

/** A local peer has one more piece, and knows who gave it. */
export function pieceVerified(view: View, event: EventOf<'piece-verified'>): View {
  const { observer, infoHash, piece, from } = event
  const pieceCount = view.torrents[infoHash]?.pieceCount ?? 0
  return changeMembership(view, observer, infoHash, (membership) => ({
    ...addPieces(membership, pieceCount, [piece]),
    givers: withGivers(membership.givers, pieceCount, piece, from),
  }))
}

/** A remote peer told all its pieces. */
export function remotePieces(view: View, event: EventOf<'remote-pieces'>): View {
  const { pieces } = event
  return changeRemotePieces(view, event, () => ({ pieces, haveCount: hexCount(pieces) }))
}

/** A remote peer told of new pieces. */
export function remoteHaves(view: View, event: EventOf<'remote-haves'>): View {
  return changeRemotePieces(view, event, (membership, pieceCount) => addPieces(membership, pieceCount, event.indices))
}

function changeRemotePieces(
  view: View,
  { peer, infoHash, atMs }: { peer: PeerId; infoHash: InfoHash; atMs: number },
  change: (membership: MembershipView, pieceCount: number) => Pieces,
): View {
  const pieceCount = view.torrents[infoHash]?.pieceCount
  if (pieceCount === undefined || isLocal(view, peer)) return view
  const isMember = view.peers[peer]?.swarms[infoHash] !== undefined
  const changeWithRole = (membership: MembershipView) => {
    const pieces = change(membership, pieceCount)
    const role = roleOf(pieces.haveCount, pieceCount)
    // Whoever's first word is a full bitfield came as a seeder: it did not finish just now.
    return { ...pieces, ...(isMember ? withRole(membership, role, atMs) : { role }) }
  }
  return changeMembership(view, peer, infoHash, changeWithRole, newMembership('leecher', atMs))
}

function addPieces(membership: MembershipView, pieceCount: number, indices: readonly number[]): Pieces {
  const { pieces, haveCount } = membership
  const isNew = (index: number) => Number.isInteger(index) && index >= 0 && index < pieceCount && !hexHas(pieces, index)
  const fresh = indices.filter(isNew)
  if (fresh.length === 0) return { pieces, haveCount }
  const more = hexWith(pieces, pieceCount, fresh)
  return { pieces: more, haveCount: hexCount(more) }
}

/** A local peer has all that it wants of a torrent. */
export function downloadFinished(view: View, event: EventOf<'download-finished'>): View {
  const { observer, infoHash, savedAs, atMs } = event
  return changeMembership(view, observer, infoHash, ({ role, finishedAtMs }) => ({
    savedAs,
    // A seeder was finished when it became one; who wanted more files after the first finishes again.
    finishedAtMs: role === 'seeder' ? (finishedAtMs ?? atMs) : atMs,
  }))
}

/** The pieces that a local peer is fetching now. */
export function piecesInFlight(view: View, event: EventOf<'pieces-in-flight'>): View {
  const { observer, infoHash, pieces } = event
  if (!takesPart(view, observer, infoHash)) return view
  return changeMembership(view, observer, infoHash, () => ({ inFlight: pieces }))
}
