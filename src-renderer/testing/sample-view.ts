// Hand-made views for tests of the screen: true to the lab's topology, and the same on every run.

import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import { toHex } from '../../src-shared/swarm/hex.ts'
import {
  type Address,
  asInfoHash,
  asPeerId,
  type DialId,
  type LinkId,
  type LinkKey,
  linkKey,
  type PeerId,
} from '../../src-shared/swarm/ids.ts'
import { noGivers } from '../../src-shared/swarm/piece-givers.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import {
  type DialView,
  type EndControls,
  emptyView,
  type LinkView,
  type MembershipView,
  noDiscovery,
  noFaults,
  noLimits,
  noRouting,
  nothingServed,
  type PeerView,
  type View,
} from '../../src-shared/swarm/view.ts'

/** How many pieces the sample torrent has. */
export const samplePieceCount = 96

/** The swarm that all sample peers share. */
export const sampleInfoHash = must(asInfoHash('c0'.repeat(20)))

/** The torrent of that swarm: a single file. */
export const sampleTorrent: TorrentSummary = {
  infoHash: sampleInfoHash,
  name: 'course-picture.bmp',
  lengthBytes: samplePieceCount * 65_536,
  pieceLengthBytes: 65_536,
  pieceCount: samplePieceCount,
  files: [{ path: 'course-picture.bmp', lengthBytes: samplePieceCount * 65_536 }],
  isPrivate: false,
}

/** When the sample view was taken, in Unix ms. */
export const sampleAtMs = 1_750_000_000_000

/** The id of sample peer `number`, counted from 1. */
export function samplePeerId(number: number): PeerId {
  return must(asPeerId(`2d5353303130302d${number.toString(16).padStart(24, '0')}`))
}

/** Where sample peer `number` listens: P1 on 5000, the others from 7000 up, as in the demo. */
export function sampleServer(number: number): Address {
  return `127.0.0.1:${number === 1 ? 5000 : 6998 + number}` as Address
}

/** A part in the sample swarm, or in one of `pieceCount` pieces, with the first `haveCount` pieces. */
export function sampleMembership(
  haveCount: number,
  changes: Partial<MembershipView> = {},
  pieceCount = samplePieceCount,
): MembershipView {
  const bits = new Uint8Array(Math.ceil(pieceCount / 8))
  for (let piece = 0; piece < haveCount; piece++) bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
  return {
    state: 'active',
    role: roleOf(haveCount, pieceCount),
    haveCount,
    pieces: toHex(bits),
    uploadedBytes: haveCount * 20_000,
    downloadedBytes: haveCount * 65_536,
    savedAs: null,
    joinedAtMs: sampleAtMs - 60_000,
    finishedAtMs: haveCount === pieceCount ? sampleAtMs - 30_000 : null,
    failure: null,
    checkedPieces: 0,
    limits: noLimits,
    choking: 'lab',
    picking: 'rarest-first',
    unwanted: [],
    lastRound: null,
    inFlight: [],
    givers: noGivers,
    ...changes,
  }
}

/** A local lab peer called `P<number>` with the first `haveCount` pieces. */
export function samplePeer(number: number, haveCount: number, changes: Partial<PeerView> = {}): PeerView {
  const firstPort = 4901 + 100 * number
  return {
    id: samplePeerId(number),
    uuid: `6d223864-9cd7-4327-ad02-${number.toString(16).padStart(12, '0')}`,
    name: `P${number}`,
    agent: 'Swarmscope 0.1.0',
    local: true,
    running: changes.local !== false,
    lab: true,
    server: sampleServer(number),
    serverFailure: null,
    clientPorts: { first: firstPort, last: firstPort + 9 },
    turnedAway: 0,
    strays: 0,
    tracker: {
      broadcasts: 3,
      lists: { [sampleInfoHash]: 4 },
      members: 4,
      lastBroadcastAtMs: sampleAtMs - 5_000,
      served: nothingServed,
    },
    swarms: { [sampleInfoHash]: sampleMembership(haveCount) },
    trackers: {},
    discovery: noDiscovery,
    found: {},
    listedBy: [],
    introducedBy: number === 1 ? null : samplePeerId(1),
    lastReason: null,
    limits: noLimits,
    uploadShare: null,
    routing: noRouting,
    faults: noFaults,
    banned: [],
    ...changes,
  }
}

const noControls: EndControls = { limits: noLimits, faults: noFaults }

/** A link dialled by one sample peer, from the local port `clientId`, to the other's server. */
export function sampleLink(
  dialler: PeerView,
  acceptor: PeerView,
  clientId: number,
  changes: Partial<LinkView> = {},
): LinkView {
  const diallerAddress = `127.0.0.1:${clientId}` as Address
  const acceptorAddress = acceptor.server ?? ('127.0.0.1:1' as Address)
  return {
    key: linkKey(diallerAddress, acceptorAddress),
    infoHash: sampleInfoHash,
    diallerAddress,
    acceptorAddress,
    clientId,
    encryption: 'none',
    dialler: dialler.id,
    acceptor: acceptor.id,
    diallerFlags: { choking: true, interested: true },
    acceptorFlags: { choking: false, interested: false },
    toDiallerBytes: 0,
    toAcceptorBytes: 0,
    toDiallerBytesPerSec: 0,
    toAcceptorBytesPerSec: 0,
    diallerRequested: 0,
    acceptorRequested: 0,
    openedAtMs: sampleAtMs - 50_000,
    diallerLink: `link-${clientId}` as LinkId,
    acceptorLink: null,
    diallerControls: noControls,
    acceptorControls: noControls,
    reported: null,
    ...changes,
  }
}

/** A dial by a sample peer, under way unless `changes` gives it a reason. */
export function sampleDial(
  from: PeerView,
  remote: string,
  clientId: number,
  changes: Partial<DialView> = {},
): DialView {
  return {
    id: `dial-${clientId}` as DialId,
    from: from.id,
    infoHash: sampleInfoHash,
    remote,
    clientId,
    own: false,
    startedAtMs: sampleAtMs - 1_000,
    reason: null,
    ...changes,
  }
}

/** A view of these peers, links and dials, in the sample swarm, with P1 as the peer of this window. */
export function sampleView(
  peers: readonly PeerView[],
  links: readonly LinkView[] = [],
  dials: readonly DialView[] = [],
): View {
  return {
    ...emptyView,
    seq: 100,
    atMs: sampleAtMs,
    me: peers[0]?.id ?? null,
    settings: {
      name: 'P1',
      serverPort: 5000,
      clientPorts: { first: 5001, last: 5010 },
      maxRemoteClients: 50,
      openToNetwork: false,
      localDiscovery: true,
      dht: false,
      demoApart: false,
      reportLinks: true,
    },
    dataFolder: '/home/student/Swarmscope',
    peers: Object.fromEntries(peers.map((peer) => [peer.id, peer])) as Record<PeerId, PeerView>,
    links: Object.fromEntries(links.map((link) => [link.key, link])) as Record<LinkKey, LinkView>,
    dials: Object.fromEntries(dials.map((dial) => [dial.id, dial])) as Record<DialId, DialView>,
    torrents: { [sampleInfoHash]: sampleTorrent } as View['torrents'],
  }
}

/** The lab's topology for `count` peers: P1 seeds and dials nobody; each of the others dials each other peer. */
export function labView(count: number): View {
  const peers: PeerView[] = []
  for (let number = 1; number <= count; number++) {
    peers.push(samplePeer(number, number === 1 ? samplePieceCount : Math.abs((number - 4) * 17) % 64))
  }
  return sampleView(
    peers,
    peers.slice(1).flatMap((dialler) => dialsOf(dialler, peers)),
  )
}

function dialsOf(dialler: PeerView, peers: readonly PeerView[]): LinkView[] {
  const firstPort = dialler.clientPorts?.first ?? 5001
  const others = peers.filter((peer) => peer.id !== dialler.id)
  return others.map((acceptor, index) => {
    const hasSome = (acceptor.swarms[sampleInfoHash]?.haveCount ?? 0) > 0
    const busy = hasSome && (index === 0 || (index + firstPort) % 3 === 0)
    const rate = busy ? (40 + ((firstPort + index * 97) % 400)) * 1024 : 0
    return sampleLink(dialler, acceptor, firstPort + index, {
      toDiallerBytesPerSec: rate,
      toDiallerBytes: rate * 20,
      diallerRequested: busy ? 8 : 0,
      acceptorFlags: { choking: !busy, interested: false },
    })
  })
}

/** The demo of four peers, with a Transmission peer, one dial under way and one refused. */
export function demoView(): View {
  const four = labView(4)
  const [p1, p2, p3] = [1, 2, 3].map((number) => must(four.peers[samplePeerId(number)]))
  const foreign = samplePeer(9, 40, {
    id: must(asPeerId(toHex(new TextEncoder().encode('-TR3000-abcdefghijkl')))),
    uuid: null,
    name: 'Transmission 3.00',
    agent: 'Transmission 3.00',
    local: false,
    lab: false,
    server: '192.168.1.20:51413' as Address,
    clientPorts: null,
    tracker: null,
    introducedBy: must(p2).id,
  })
  const toForeign = sampleLink(must(p2), foreign, 5104, {
    toDiallerBytesPerSec: 64 * 1024,
    toAcceptorBytesPerSec: 130 * 1024,
    diallerFlags: { choking: false, interested: true },
    acceptorFlags: { choking: false, interested: true },
  })
  const dials = [
    sampleDial(must(p1), '10.0.0.251:5000', 5003),
    sampleDial(must(p3), '127.0.0.1:7009', 5204, { reason: { code: 'refused' } }),
  ]
  return sampleView([...Object.values(four.peers), foreign], [...Object.values(four.links), toForeign], dials)
}

/** A value that the sample has. */
export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a sample value is missing')
  return value
}
