import type { Member, SwarmEvent } from './events.ts'
import type { InfoHash } from './ids.ts'
import { addListing, removeListing } from './listings.ts'
import {
  changeMembership,
  identify,
  isLocal,
  newMembership,
  patchPeer,
  settle,
  takesPart,
  withRole,
} from './peer-changes.ts'
import { roleOf } from './role.ts'
import type { View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** A local peer lists somebody new; what it says of another local peer is only that it lists it. */
export function memberJoined(view: View, event: EventOf<'member-joined'>): View {
  const { member, infoHash, observer, introducedBy, atMs } = event
  if (!takesPart(view, observer, infoHash)) return view
  const listed = addListing(identify(view, member), observer, infoHash, member.id)
  const introduced = patchPeer(listed, member.id, {
    introducedBy: listed.peers[member.id]?.introducedBy ?? introducedBy,
  })
  return tellMember(introduced, infoHash, member, atMs)
}

/** A local peer's list has news of a remote member. */
export function memberUpdated(view: View, event: EventOf<'member-updated'>): View {
  const { member, infoHash, atMs } = event
  return view.peers[member.id] ? tellMember(identify(view, member), infoHash, member, atMs) : view
}

function tellMember(view: View, infoHash: InfoHash, member: Member, atMs: number): View {
  if (isLocal(view, member.id)) return view
  const { uploadedBytes, downloadedBytes } = member
  const pieceCount = view.torrents[infoHash]?.pieceCount
  return changeMembership(
    view,
    member.id,
    infoHash,
    (membership) => {
      // What it told us itself, piece by piece, is ahead of a list that came by way of others.
      const haveCount = Math.max(membership.haveCount, member.haveCount)
      const ahead = haveCount > member.haveCount && pieceCount !== undefined
      const role = ahead ? roleOf(haveCount, pieceCount) : member.role
      return { ...withRole(membership, role, atMs), haveCount, uploadedBytes, downloadedBytes }
    },
    newMembership(member.role, atMs),
  )
}

/** A local peer no longer lists a member. */
export function memberLeft(view: View, event: EventOf<'member-left'>): View {
  const { observer, infoHash, peer, reason, atMs } = event
  return settle(removeListing(view, observer, infoHash, peer), peer, reason, atMs)
}
