import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { byText } from './steady-order.ts'
import { valuesOf } from './values.ts'

/** The peer that this window is, once it started. */
export function meOf(view: View): PeerView | undefined {
  return view.me === null ? undefined : view.peers[view.me]
}

const ordered = new WeakMap<View['peers'], readonly PeerView[]>()

/** All peers: me first, then by name, and by server address among namesakes; put in order once for all who ask. */
export function peersInOrder({ peers, me }: View): readonly PeerView[] {
  const known = ordered.get(peers)
  if (known !== undefined && (known[0]?.id === me || me === null || peers[me] === undefined)) return known
  const rank = (peer: PeerView) => (peer.id === me ? 0 : 1)
  const inOrder = [...valuesOf<PeerView>(peers)].sort(
    (one, other) =>
      rank(one) - rank(other) || byText(one.name, other.name) || byText(one.server ?? '', other.server ?? ''),
  )
  ordered.set(peers, inOrder)
  return inOrder
}

/**
 * What to call a peer, also one that is gone by now: its name, else the first digits of its id. A remote peer that has
 * the name of another one is told from it by its address.
 */
export function nameOf(view: View, id: PeerId): string {
  const peer = view.peers[id]
  const name = peer?.name ?? view.departed.find((left) => left.id === id)?.name
  if (name === undefined || name === '') return id.slice(0, 8)
  const isAmbiguous = peer !== undefined && !peer.local && (namesakes(view.peers).get(name) ?? 0) > 1
  return isAmbiguous ? `${name} (${peer.server ?? id.slice(-4)})` : name
}

const counted = new WeakMap<View['peers'], ReadonlyMap<string, number>>()

/** How many peers have each name, counted once for all who ask. */
function namesakes(peers: View['peers']): ReadonlyMap<string, number> {
  const known = counted.get(peers)
  if (known !== undefined) return known
  const counts = new Map<string, number>()
  for (const { name } of valuesOf<PeerView>(peers)) counts.set(name, (counts.get(name) ?? 0) + 1)
  counted.set(peers, counts)
  return counts
}

/** True for a peer of this app that does not run now; a remote one is only shown while it is heard of. */
export function isStopped(peer: PeerView): boolean {
  return peer.local && !peer.running
}

/** The links that touch a peer, the ones that it dialled first, by client id. */
export function linksOf(view: View, id: PeerId): LinkView[] {
  return valuesOf<LinkView>(view.links)
    .filter((link) => link.dialler === id || link.acceptor === id)
    .sort((one, other) => Number(other.dialler === id) - Number(one.dialler === id) || one.clientId - other.clientId)
}

/** A peer's part in one of its swarms. */
export interface OwnSwarm {
  readonly infoHash: InfoHash
  readonly membership: MembershipView
}

const listed = new WeakMap<PeerView['swarms'], readonly OwnSwarm[]>()

/** A peer's swarms, in a steady order; listed once for all who ask. */
export function swarmsOf({ swarms }: PeerView): readonly OwnSwarm[] {
  const known = listed.get(swarms)
  if (known !== undefined) return known
  const inOrder = Object.entries<MembershipView>(swarms)
    .map(([infoHash, membership]) => ({ infoHash: infoHash as InfoHash, membership }))
    .sort(
      (one, other) =>
        one.membership.joinedAtMs - other.membership.joinedAtMs || one.infoHash.localeCompare(other.infoHash),
    )
  listed.set(swarms, inOrder)
  return inOrder
}

/** The swarms of all local peers: mine first, in the order in which they were joined. */
export function localSwarmsOf(view: View): InfoHash[] {
  const local = peersInOrder(view).filter((peer) => peer.local)
  return [...new Set(local.flatMap((peer) => swarmsOf(peer).map(({ infoHash }) => infoHash)))]
}

/** The swarm that a peer joined last, of those that are not paused if it can be; undefined without any. */
export function currentSwarmOf(peer: PeerView): OwnSwarm | undefined {
  const swarms = swarmsOf(peer)
  return swarms.filter(({ membership }) => membership.state === 'active').at(-1) ?? swarms.at(-1)
}

/** True while other local peers run, or stand stopped, beside me: the demo swarm. */
export function hasDemo(view: View): boolean {
  return demoPeersOf(view).length > 0
}

/** True once every peer of the demo that runs has all there is to fetch: nothing moves any more. */
export function isDemoOver(view: View): boolean {
  const running = demoPeersOf(view).filter((peer) => peer.running)
  return running.length > 0 && running.every(isSeeder)
}

function demoPeersOf({ peers, me }: View): PeerView[] {
  return valuesOf<PeerView>(peers).filter((peer) => peer.local && peer.id !== me)
}

function isSeeder(peer: PeerView): boolean {
  const swarms = Object.values<MembershipView>(peer.swarms)
  return swarms.length > 0 && swarms.every(({ role }) => role === 'seeder')
}
