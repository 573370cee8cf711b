// View → what the graph is made of. Nothing here is ever changed in place, so what stays the same in the view is made once.

import { type DisconnectReason, mayRetry } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Faults, LinkEncryption, Role } from '../../src-shared/swarm/events.ts'
import type { InfoHash, LinkKey, PeerId } from '../../src-shared/swarm/ids.ts'
import type {
  DialView,
  EndFlags,
  LinkView,
  MembershipView,
  PeerView,
  SwarmState,
  View,
} from '../../src-shared/swarm/view.ts'
import { guestOfPeer } from '../store/guest.ts'
import { currentSwarmOf, isStopped, swarmsOf } from '../store/peers.ts'
import { type Selection, selectionKey } from '../store/selection.ts'
import { swarmLetters } from '../store/swarm-letters.ts'
import { valuesOf } from '../store/values.ts'
import { type RingSegment, ringSegments } from './ring-segments.ts'

/** A peer's role in the swarm shown; `none` while it is in no swarm. */
export type NodeRole = Role | 'none'

/** Where a peer runs: this window's own peer, this app, another Swarmscope, or another program. */
export type Place = 'me' | 'local' | 'remote' | 'foreign'

/** All swarms at once, or one of them alone. */
export type ShownSwarms = 'all' | InfoHash

/** What a peer is in one of several swarms, which goes by a letter. */
export interface SwarmRole {
  readonly letter: string
  readonly role: Role
}

export interface PeerNode {
  readonly kind: 'peer'
  readonly key: string
  readonly selection: Selection
  readonly name: string
  readonly agent: string
  /** `ip:port` of its server, or the words for having none. */
  readonly address: string
  readonly role: NodeRole
  /** Its role in each of the swarms shown, where they are several; empty elsewhere. */
  readonly swarmRoles: readonly SwarmRole[]
  /** 0 to 1. */
  readonly share: number
  /** Which pieces are there, round the ring. */
  readonly segments: readonly RingSegment[]
  readonly place: Place
  /** The name of another make's client, for its badge; null for Swarmscope's own. */
  readonly badge: string | null
  readonly running: boolean
  /** Other than `active` while it takes no part in any swarm. */
  readonly state: SwarmState
  /** What goes wrong on purpose on all its links. */
  readonly faults: Faults
  readonly hasTracker: boolean
  /** The node that it appears beside. */
  readonly beside: string | null
}

export interface DialNode {
  readonly kind: 'dial'
  readonly key: string
  readonly selection: Selection
  readonly remote: string
  readonly clientId: number | null
  /** Null while it is under way. */
  readonly reason: DisconnectReason | null
  readonly beside: string | null
}

export type GraphNode = PeerNode | DialNode

export interface LinkEdge {
  readonly kind: 'link'
  readonly key: string
  readonly selection: Selection
  /** The dialler's node key, and the acceptor's. */
  readonly source: string
  readonly target: string
  /** 0 for the first link that this dialler has to this acceptor, 1 for the next. */
  readonly lane: number
  readonly clientId: number
  readonly infoHash: InfoHash
  /** What tells its swarm from the others shown; empty where it is the only one. */
  readonly swarmLetter: string
  readonly encryption: LinkEncryption
  /** Known from what its ends tell of it alone: neither runs here. */
  readonly isReported: boolean
  /** What each direction of its data is called. */
  readonly toSourceStream: string
  readonly toTargetStream: string
  readonly toSourceBytesPerSec: number
  readonly toTargetBytesPerSec: number
  /** Neither end lets the other download. */
  readonly choked: boolean
  readonly toSourceBytes: number
  readonly toTargetBytes: number
  readonly sourceFlags: EndFlags
  readonly targetFlags: EndFlags
  /** This end chokes the other, which would like to download. */
  readonly sourceRefuses: boolean
  readonly targetRefuses: boolean
}

export interface DialEdge {
  readonly kind: 'dial'
  readonly key: string
  readonly selection: Selection
  readonly source: string
  readonly target: string
  readonly failed: boolean
}

export type GraphEdge = LinkEdge | DialEdge

export interface GraphModel {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** The node key of a peer. */
export function peerKey(id: PeerId): string {
  return selectionKey({ kind: 'peer', id })
}

/**
 * What to lay out and draw for a view; links and dials whose ends are unknown are left out. Roles are those in `swarm`;
 * where all are shown, each peer has its role in the one that it joined last, and marks for all of them.
 */
export function graphModel(view: View, swarm: ShownSwarms = 'all'): GraphModel {
  const nodes: GraphNode[] = []
  const keys = new Map<PeerId, string>()
  for (const peer of valuesOf<PeerView>(view.peers)) {
    const node = peerNode(peer, view, swarm)
    nodes.push(node)
    keys.set(peer.id, node.key)
  }
  const letters = swarm === 'all' ? swarmLetters(view) : noLetters
  const edges: GraphEdge[] = [...linkEdges(valuesOf<LinkView>(view.links), keys, letters)]
  for (const dial of Object.values<DialView>(view.dials)) {
    if (!keys.has(dial.from) || !(dial.reason === null || mayRetry(dial.reason))) continue
    nodes.push(dialNode(dial))
    edges.push(dialEdge(dial))
  }
  return { nodes, edges }
}

/** How many pieces the torrent of a membership has; 0 while that is unknown. */
export function pieceCountOf(peer: PeerView, membership: MembershipView, view: View): number {
  for (const [infoHash, own] of Object.entries(peer.swarms)) {
    if (own === membership) return view.torrents[infoHash as keyof View['torrents']]?.pieceCount ?? 0
  }
  return 0
}

/** Where a peer runs, as this window sees it. */
export function placeOf(peer: PeerView, view: View): Place {
  if (peer.id === view.me) return 'me'
  if (peer.local) return 'local'
  return peer.lab ? 'remote' : 'foreign'
}

const noLetters: ReadonlyMap<InfoHash, string> = new Map()

interface KeptNode {
  readonly swarm: ShownSwarms
  readonly torrents: View['torrents']
  readonly me: PeerId | null
  readonly node: PeerNode
}

const nodesKept = new WeakMap<PeerView, KeptNode>()
const lastNodes = new Map<PeerId, PeerNode>()
/** What is made once is kept for so many; who comes when there is no more room empties it. */
const mostKept = 20_000

function peerNode(peer: PeerView, view: View, swarm: ShownSwarms): PeerNode {
  const { torrents, me } = view
  const known = nodesKept.get(peer)
  if (known !== undefined && known.torrents === torrents && known.me === me && known.swarm === swarm) return known.node
  const node = sameAsLast(peer.id, newPeerNode(peer, view, swarm))
  nodesKept.set(peer, { torrents, me, swarm, node })
  return node
}

/** The last node of a peer while nothing of it differs: bytes that came change the view, but not the picture. */
function sameAsLast(id: PeerId, node: PeerNode): PeerNode {
  const last = lastNodes.get(id)
  const fields = Object.keys(node) as (keyof PeerNode)[]
  if (last !== undefined && fields.every((field) => field === 'selection' || last[field] === node[field])) return last
  if (lastNodes.size >= mostKept) lastNodes.clear()
  lastNodes.set(id, node)
  return node
}

function newPeerNode(peer: PeerView, view: View, swarm: ShownSwarms): PeerNode {
  const membership = swarm === 'all' ? currentSwarmOf(peer)?.membership : peer.swarms[swarm]
  return {
    kind: 'peer',
    key: peerKey(peer.id),
    selection: { kind: 'peer', id: peer.id },
    name: peer.name,
    agent: peer.agent,
    address: peer.server ?? (isStopped(peer) ? 'stopped' : 'no server'),
    role: membership?.role ?? 'none',
    swarmRoles: swarm === 'all' ? swarmRolesOf(peer, swarmLetters(view)) : noRoles,
    share: membership ? shareOf(membership, pieceCountOf(peer, membership, view)) : 0,
    segments: membership ? segmentsOf(membership, pieceCountOf(peer, membership, view)) : noSegments,
    place: placeOf(peer, view),
    badge: guestOfPeer(peer)?.badge ?? null,
    running: !isStopped(peer),
    state: membership?.state ?? 'active',
    faults: peer.faults,
    hasTracker: peer.tracker !== null,
    beside: besideOf(peer),
  }
}

const noRoles: readonly SwarmRole[] = []
const rolesKept = new Map<string, readonly SwarmRole[]>()

/** The same list for all who are the same in the same swarms, so that what did not change is seen to be so. */
function swarmRolesOf(peer: PeerView, letters: ReadonlyMap<InfoHash, string>): readonly SwarmRole[] {
  if (letters.size === 0) return noRoles
  const roles = swarmsOf(peer).flatMap(({ infoHash, membership: { role } }): SwarmRole[] => {
    const letter = letters.get(infoHash)
    return letter === undefined ? [] : [{ letter, role }]
  })
  const key = roles.map(({ letter, role }) => letter + role).join(' ')
  const known = rolesKept.get(key)
  if (known !== undefined) return known
  if (rolesKept.size >= mostKept) rolesKept.clear()
  rolesKept.set(key, roles)
  return roles
}

function shareOf(membership: MembershipView, pieceCount: number): number {
  if (membership.role === 'seeder') return 1
  return pieceCount === 0 ? 0 : Math.min(1, membership.haveCount / pieceCount)
}

const noSegments: readonly RingSegment[] = []
const segmentsKept = new Map<string, readonly RingSegment[]>()
/** A ring of thousands of pieces takes some KiB, and each new piece makes another. */
const mostSegmentsKept = 1_000

/** Worked out once for each bit field: whoever has the same pieces has the same ring. */
function segmentsOf({ pieces }: MembershipView, pieceCount: number): readonly RingSegment[] {
  if (pieces === '' || pieceCount === 0) return noSegments
  const key = `${pieceCount} ${pieces}`
  const known = segmentsKept.get(key)
  if (known !== undefined) return known
  if (segmentsKept.size >= mostSegmentsKept) segmentsKept.clear()
  const made = ringSegments(pieces, pieceCount)
  segmentsKept.set(key, made)
  return made
}

function besideOf(peer: PeerView): string | null {
  const introducer = peer.introducedBy ?? peer.listedBy.find((id) => id !== peer.id)
  return introducer === undefined ? null : peerKey(introducer)
}

function dialNode(dial: DialView): DialNode {
  const selection: Selection = { kind: 'dial', id: dial.id }
  const { remote, clientId, reason } = dial
  return { kind: 'dial', key: selectionKey(selection), selection, remote, clientId, reason, beside: peerKey(dial.from) }
}

function dialEdge(dial: DialView): DialEdge {
  const selection: Selection = { kind: 'dial', id: dial.id }
  const key = selectionKey(selection)
  return { kind: 'dial', key, selection, source: peerKey(dial.from), target: key, failed: dial.reason !== null }
}

/** The links drawn last, with what was made of each: as a rule the next ones are the same, in the same order. */
let lastLinks: readonly LinkView[] = []
let lastEdges: readonly LinkEdge[] = []

function linkEdges(
  links: readonly LinkView[],
  keys: ReadonlyMap<PeerId, string>,
  letters: ReadonlyMap<InfoHash, string>,
): readonly LinkEdge[] {
  const drawn = links.filter(({ dialler, acceptor }) => dialler !== acceptor && keys.has(dialler) && keys.has(acceptor))
  const areSame = drawn.length === lastLinks.length && drawn.every((link, i) => haveSameEnds(link, lastLinks[i]))
  const before = areSame ? undefined : new Map(lastLinks.map((link, i) => [link, lastEdges[i]]))
  const lanes = areSame ? lastEdges.map(({ lane }) => lane) : lanesOf(drawn)
  const edges = drawn.map((link, i) => {
    const sameAsLast = link === lastLinks[i] ? lastEdges[i] : undefined
    const known = before === undefined ? sameAsLast : before.get(link)
    const [lane, letter] = [lanes[i] ?? 0, letters.get(link.infoHash) ?? '']
    if (known?.lane === lane && known.swarmLetter === letter) return known
    return linkEdge(link, keys.get(link.dialler) ?? '', keys.get(link.acceptor) ?? '', lane, letter)
  })
  lastLinks = drawn
  lastEdges = edges
  return edges
}

function haveSameEnds(link: LinkView, other: LinkView | undefined): boolean {
  return link.key === other?.key && link.dialler === other.dialler && link.acceptor === other.acceptor
}

/** Of each link how many before it have the same dialler and acceptor. */
function lanesOf(links: readonly LinkView[]): number[] {
  const lanes = new Map<PeerId, Map<PeerId, number>>()
  return links.map(({ dialler, acceptor }) => {
    const ofDialler = lanes.get(dialler) ?? new Map<PeerId, number>()
    lanes.set(dialler, ofDialler)
    const lane = ofDialler.get(acceptor) ?? 0
    ofDialler.set(acceptor, lane + 1)
    return lane
  })
}

/** What a link is called; made once, as thousands of links have new rates several times a second. */
type LinkNames = Pick<LinkEdge, 'key' | 'selection' | 'toSourceStream' | 'toTargetStream'>

const namesKept = new Map<LinkKey, LinkNames>()
const mostNames = 50_000

function namesOf(key: LinkKey): LinkNames {
  const known = namesKept.get(key)
  if (known !== undefined) return known
  if (namesKept.size >= mostNames) namesKept.clear()
  const selection: Selection = { kind: 'link', key }
  const edgeKey = selectionKey(selection)
  const made = { key: edgeKey, selection, toSourceStream: `${edgeKey} <`, toTargetStream: `${edgeKey} >` }
  namesKept.set(key, made)
  return made
}

function linkEdge(link: LinkView, source: string, target: string, lane: number, swarmLetter: string): LinkEdge {
  return {
    kind: 'link',
    ...namesOf(link.key),
    source,
    target,
    lane,
    clientId: link.clientId,
    infoHash: link.infoHash,
    swarmLetter,
    encryption: link.encryption,
    isReported: link.reported !== null,
    toSourceBytesPerSec: link.toDiallerBytesPerSec,
    toTargetBytesPerSec: link.toAcceptorBytesPerSec,
    toSourceBytes: link.toDiallerBytes,
    toTargetBytes: link.toAcceptorBytes,
    sourceFlags: link.diallerFlags,
    targetFlags: link.acceptorFlags,
    choked: link.diallerFlags.choking && link.acceptorFlags.choking,
    sourceRefuses: link.diallerFlags.choking && link.acceptorFlags.interested,
    targetRefuses: link.acceptorFlags.choking && link.diallerFlags.interested,
  }
}
