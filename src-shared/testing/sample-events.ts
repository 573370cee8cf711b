// Hand-made events for tests of the fold: peers P1, P2 … by number, one torrent of ten pieces.

import type {
  ChokeLine,
  ChokeRound,
  Member,
  RemoteIdentity,
  Role,
  SwarmEvent,
  SwarmFact,
  TorrentSummary,
} from '../swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../swarm/ids.ts'
import { noLimits } from '../swarm/view.ts'

export const infoHash = 'c0'.repeat(20) as InfoHash
export const otherInfoHash = 'd1'.repeat(20) as InfoHash
export const torrent = {
  infoHash,
  name: 'course-picture.bmp',
  lengthBytes: 655_360,
  pieceLengthBytes: 65_536,
  pieceCount: 10,
  files: [{ path: 'course-picture.bmp', lengthBytes: 655_360 }],
  isPrivate: false,
} satisfies TorrentSummary
export const allPieces = 'ffc0'

/** The id of peer `number`. */
export function peerId(number: number): PeerId {
  return number.toString(16).padStart(40, '0') as PeerId
}

/** Where the server of peer `number` listens: 7001 for P1. */
export function serverOf(number: number): Address {
  return `127.0.0.1:${7000 + number}` as Address
}

/** The address of a client socket. */
export function client(port: number): Address {
  return `127.0.0.1:${port}` as Address
}

export const linkId = (text: string) => text as LinkId
export const dialId = (text: string) => text as DialId

/** What peer `number` says of itself. */
export function identity(number: number): RemoteIdentity {
  const agent = 'Swarmscope 0.1'
  return { id: peerId(number), uuid: `uuid-${number}`, name: `P${number}`, agent, server: serverOf(number), lab: true }
}

/** The line of peer `number` in a tracker's list. */
export function member(number: number, role: Role = 'leecher', haveCount = 0): Member {
  return { ...identity(number), role, haveCount, uploadedBytes: 0, downloadedBytes: 0 }
}

/** What peer `observer` saw; the sequence number is also the time in ms. */
export function seen(seq: number, observer: number, fact: SwarmFact): SwarmEvent {
  return { ...fact, seq, atMs: seq, observer: peerId(observer) }
}

/** The events of facts that peers saw one after the other. */
export function story(...facts: readonly (readonly [observer: number, fact: SwarmFact])[]): SwarmEvent[] {
  return facts.map(([observer, fact], i) => seen(i + 1, observer, fact))
}

/** Peer `number` starts inside this app. */
export function started(number: number, me = false): readonly [number, SwarmFact] {
  const clientPorts = { first: 5001, last: 5010 }
  return [
    number,
    { type: 'peer-started', uuid: `uuid-${number}`, name: `P${number}`, agent: 'Swarmscope 0.1', me, clientPorts },
  ]
}

/** Peer `number` is in the sample swarm, with nothing or everything. */
export function joined(number: number, role: 'leecher' | 'seeder' = 'leecher'): readonly [number, SwarmFact] {
  const pieces = role === 'seeder' ? allPieces : ''
  const strategy = { limits: noLimits, choking: 'lab', picking: 'rarest-first', unwanted: [] } as const
  return [number, { type: 'swarm-joined', torrent, pieces, role, savedAs: null, ...strategy }]
}

/** Peer `number` pauses the sample swarm with nothing or everything; `detail` says why, when it was not by wish. */
export function paused(
  number: number,
  role: 'leecher' | 'seeder' = 'leecher',
  detail: string | null = null,
): readonly [number, SwarmFact] {
  const pieces = role === 'seeder' ? allPieces : ''
  return [number, { type: 'swarm-paused', torrent, pieces, role, savedAs: null, detail }]
}

/** A line of a choking round about peer `number`: unchanged, ranked second at 1 KiB/s, and choked for others are faster. */
export function chokeLine(number: number, changes: Partial<ChokeLine> = {}): ChokeLine {
  const line = { link: linkId(`l${number}`), peer: peerId(number), rank: 2, rateBytesPerSec: 1024 }
  return { ...line, unchoked: false, changed: false, reason: 'slower', ...changes }
}

/** A round of choking by the rules of BEP 3. */
export function chokeRound(round: number, ...lines: ChokeLine[]): ChokeRound {
  return { choking: 'bep3', round, rankedBy: 'download', nextInMs: 10_000, lines }
}

/** Peer `observer` has a link with peer `remote`: its own client dialled, or the remote's client did. */
export function opened(
  observer: number,
  remote: number,
  link: string,
  dialled: boolean,
  clientPort = 5001,
  dial: string | null = null,
): readonly [number, SwarmFact] {
  return [
    observer,
    {
      type: 'link-opened',
      link: linkId(link),
      dial: dial === null ? null : dialId(dial),
      infoHash,
      dialler: client(clientPort),
      acceptor: serverOf(dialled ? remote : observer),
      dialled,
      encryption: 'none',
      remote: identity(remote),
    },
  ]
}

/** The tracker of peer `observer` tells the others of one change of its list, which has so many members now. */
export function broadcast(
  observer: number,
  members: number,
  rest: Partial<Extract<SwarmFact, { type: 'tracker-broadcast' }>> = {},
): readonly [number, SwarmFact] {
  const told = { changes: 1, totals: 0, newcomers: 0, others: members - 1 }
  return [observer, { type: 'tracker-broadcast', infoHash, members, ...told, ...rest }]
}

/** Peer `observer` lists peer `remote`. */
export function listed(
  observer: number,
  remote: number,
  role: Role = 'leecher',
  haveCount = 0,
): readonly [number, SwarmFact] {
  return [observer, { type: 'member-joined', infoHash, member: member(remote, role, haveCount), introducedBy: null }]
}

/** Peer `observer` no longer lists peer `remote`. */
export function unlisted(observer: number, remote: number): readonly [number, SwarmFact] {
  return [observer, { type: 'member-left', infoHash, peer: peerId(remote), reason: { code: 'reset' } }]
}

/** Peer `number` of this app was killed. */
export function stopped(number: number): readonly [number, SwarmFact] {
  return [number, { type: 'peer-stopped', reason: { code: 'killed' } }]
}

/** A link of peer `observer` was reset. */
export function closed(observer: number, link: string): readonly [number, SwarmFact] {
  return [observer, { type: 'link-closed', link: linkId(link), reason: { code: 'reset' } }]
}

/** The flags of a link as peer `observer` sees them: whether each end chokes, and is interested. */
export function flags(
  observer: number,
  link: string,
  [amChoking, amInterested]: [boolean, boolean],
  [peerChoking, peerInterested]: [boolean, boolean],
): readonly [number, SwarmFact] {
  return [observer, { type: 'link-flags', link: linkId(link), amChoking, amInterested, peerChoking, peerInterested }]
}

/** Peer `observer` moved so many bytes over a link within half a second. */
export function moved(
  observer: number,
  link: string,
  downBytes: number,
  upBytes: number,
  requested = 0,
): readonly [number, SwarmFact] {
  const rates = { downBytesPerSec: downBytes * 2, upBytesPerSec: upBytes * 2 }
  return [observer, { type: 'link-transferred', link: linkId(link), downBytes, upBytes, ...rates, requested }]
}
