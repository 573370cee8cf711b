import { hexCount } from '../wire/bitfield.ts'
import { isOwnDoing } from './disconnect-reason.ts'
import type { Role, SwarmEvent, TorrentSummary } from './events.ts'
import type { Hex, InfoHash, PeerId } from './ids.ts'
import { removeListingsOf } from './listings.ts'
import { drop, patch, put } from './patch.ts'
import { changeMembership, dropLinks, linksOf, newMembership, patchPeer, settleAll, takesPart } from './peer-changes.ts'
import { foundNoMore } from './reduce-finding.ts'
import { withoutReports } from './reduce-report.ts'
import { listEnded } from './reduce-tracker.ts'
import type { MembershipView, View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** A local peer is in a swarm, with the pieces it has on disk; where it rested before, it goes on counting from there. */
export function swarmJoined(view: View, event: EventOf<'swarm-joined'>): View {
  const { torrent, role, limits, choking, picking, unwanted, observer, atMs } = event
  const { infoHash } = torrent
  const peer = view.peers[observer]
  const before = peer?.swarms[infoHash]
  const rested = before !== undefined && before.state !== 'active'
  const membership: MembershipView = {
    ...newMembership(role, atMs),
    ...(rested && countedSoFar(before, role)),
    ...onDisk(event),
    limits,
    choking,
    picking,
    unwanted,
  }
  const joined = putMembership(withTorrent(view, torrent), observer, infoHash, membership)
  // That it left or paused is no news of a peer that is back.
  return peer?.lastReason && isOwnDoing(peer.lastReason) ? patchPeer(joined, observer, { lastReason: null }) : joined
}

function countedSoFar(before: MembershipView, role: Role): Partial<MembershipView> {
  const { uploadedBytes, downloadedBytes, joinedAtMs, givers } = before
  return {
    uploadedBytes,
    downloadedBytes,
    joinedAtMs,
    givers,
    finishedAtMs: role === 'seeder' ? before.finishedAtMs : null,
  }
}

function onDisk({ pieces, savedAs }: { readonly pieces: Hex; readonly savedAs: string | null }) {
  return { pieces, haveCount: hexCount(pieces), savedAs }
}

/** A local peer's part in a swarm rests: it stays in the list with what it has. */
export function swarmPaused(view: View, event: EventOf<'swarm-paused'>): View {
  const { torrent, role, observer, detail: failure, atMs } = event
  const { infoHash } = torrent
  const before = view.peers[observer]?.swarms[infoHash] ?? newMembership(role, atMs)
  const paused: MembershipView = { ...before, ...atRest, ...onDisk(event), state: 'paused', role, failure }
  return rest(putMembership(withTorrent(view, torrent), observer, infoHash, paused), event, infoHash)
}

/** What a local peer has of a swarm is being hashed; it takes no part meanwhile. */
export function swarmChecking(view: View, event: EventOf<'swarm-checking'>): View {
  const { torrent, observer, atMs } = event
  const { infoHash } = torrent
  const before = view.peers[observer]?.swarms[infoHash] ?? newMembership('leecher', atMs)
  const checking: MembershipView = { ...before, ...atRest, state: 'checking' }
  return rest(putMembership(withTorrent(view, torrent), observer, infoHash, checking), event, infoHash)
}

/** More of what a local peer has is hashed. */
export function checkProgressed(view: View, { observer, infoHash, checked }: EventOf<'check-progressed'>): View {
  return changeMembership(view, observer, infoHash, ({ state }) =>
    state === 'checking' ? { checkedPieces: checked } : {},
  )
}

const atRest = { checkedPieces: 0, failure: null, lastRound: null, inFlight: [] } as const

/** A local peer left a swarm for good. */
export function swarmLeft(view: View, event: EventOf<'swarm-left'>): View {
  const { observer, infoHash } = event
  const peer = view.peers[observer]
  return peer ? rest(patchPeer(view, observer, { swarms: drop(peer.swarms, infoHash) }), event, infoHash) : view
}

// Its links there end, and its list of members.
function rest(view: View, { observer, atMs }: SwarmEvent, infoHash: InfoHash): View {
  const links = linksOf(view, observer).filter((link) => link.infoHash === infoHash)
  const unlinked = dropLinks(listEnded(foundNoMore(view, observer, infoHash), observer, infoHash), links)
  const unheard = withoutReports(unlinked, observer, infoHash)
  return settleAll(removeListingsOf(unheard, observer, infoHash), atMs)
}

// The info hash says all of a torrent, so what is known of it already is the same.
function withTorrent(view: View, torrent: TorrentSummary): View {
  return view.torrents[torrent.infoHash]
    ? view
    : patch(view, { torrents: put(view.torrents, torrent.infoHash, torrent) })
}

function putMembership(view: View, id: PeerId, infoHash: InfoHash, membership: MembershipView): View {
  const peer = view.peers[id]
  return peer?.local ? patchPeer(view, id, { swarms: put(peer.swarms, infoHash, membership) }) : view
}

/** A local peer chose which files of a torrent it wants. */
export function filesChosen(view: View, { observer, infoHash, unwanted }: EventOf<'files-chosen'>): View {
  return changeMembership(view, observer, infoHash, () => ({ unwanted }))
}

/** A local peer chokes and picks otherwise from now on. */
export function strategyChanged(view: View, event: EventOf<'strategy-changed'>): View {
  const { observer, infoHash, choking, picking } = event
  return changeMembership(view, observer, infoHash, () => ({ choking, picking }))
}

/** A local peer decided whom it lets download. */
export function chokeRound(view: View, { observer, infoHash, round, atMs }: EventOf<'choke-round'>): View {
  if (!takesPart(view, observer, infoHash)) return view
  return changeMembership(view, observer, infoHash, () => ({ lastRound: { ...round, atMs } }))
}
