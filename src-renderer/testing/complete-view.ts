// The demo while everything happens at once: a second swarm with opposite roles, a paused one, magnet links, a round of
// choking, blocks on their way, limits, and trouble on purpose.

import type { ChokeLine, ChokeRound, FileSummary, RoutingEntry, TorrentSummary } from '../../src-shared/swarm/events.ts'
import { asInfoHash, type InfoHash, type LinkId } from '../../src-shared/swarm/ids.ts'
import {
  type LinkView,
  type MagnetView,
  type MembershipView,
  noFaults,
  noLimits,
  type PeerView,
  type View,
} from '../../src-shared/swarm/view.ts'
import {
  demoView,
  must,
  sampleAtMs,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeerId,
} from './sample-view.ts'

const notesFiles: readonly FileSummary[] = [
  { path: 'notes/01 Sockets.pdf', lengthBytes: 400_000 },
  { path: 'notes/02 Peers.pdf', lengthBytes: 600_000 },
  { path: 'notes/figures/swarm.png', lengthBytes: 300_000 },
]

/** A private torrent of three files, which P2 seeds and P1 fetches. */
export const notesTorrent: TorrentSummary = {
  infoHash: must(asInfoHash('d1'.repeat(20))),
  name: 'notes',
  lengthBytes: 1_300_000,
  pieceLengthBytes: 32_768,
  pieceCount: 40,
  files: notesFiles,
  isPrivate: true,
}

/** A torrent whose swarm P1 has paused, P2 could not go on with, and P3 is checking. */
export const slidesTorrent: TorrentSummary = {
  infoHash: must(asInfoHash('e2'.repeat(20))),
  name: 'slides.pdf',
  lengthBytes: 1_048_576,
  pieceLengthBytes: 65_536,
  pieceCount: 16,
  files: [{ path: 'slides.pdf', lengthBytes: 1_048_576 }],
  isPrivate: false,
}

/** A magnet link whose torrent arrives, and one that came to nothing. */
export const sampleMagnets: readonly MagnetView[] = [
  magnet('a3', { name: 'lab-image.iso', receivedBytes: 16_384, totalBytes: 40_960, from: samplePeerId(2) }),
  magnet('b4', { name: 'old-homework', failure: 'The torrent that came does not fit the link. Ask for a new link.' }),
]

/** The demo, with all that a screen can show. */
export function completeView(): View {
  const demo = demoView()
  const [p1, p2, p3, p4] = [1, 2, 3, 4].map((number) => must(demo.peers[samplePeerId(number)]))
  const peers = [seeding(must(p1)), fetching(must(p2)), slow(must(p3)), frozen(must(p4))]
  const links = [
    ...Object.values<LinkView>(demo.links).map((link) => (link.clientId === 5101 ? controlled(link) : link)),
    sampleLink(must(p1), must(p2), 5001, { infoHash: notesTorrent.infoHash, toDiallerBytesPerSec: 96 * 1024 }),
    sampleLink(must(p3), must(p2), 5205, { infoHash: notesTorrent.infoHash }),
  ].map((link) => (demo.peers[link.acceptor]?.local ? toldByBoth(link) : link))
  return {
    ...demo,
    peers: { ...demo.peers, ...byId(peers, ({ id }) => id) },
    links: byId(links, ({ key }) => key),
    linkKeys: Object.fromEntries(links.flatMap(idsOf)),
    torrents: { ...demo.torrents, ...byId([notesTorrent, slidesTorrent], ({ infoHash }) => infoHash) },
    magnets: byId(sampleMagnets, ({ infoHash }) => infoHash),
  }
}

// Both ends of a link between local peers tell of it.
function toldByBoth(link: LinkView): LinkView {
  return { ...link, acceptorLink: serverLink(link.clientId) }
}

function serverLink(clientId: number): LinkId {
  return `server-${clientId}` as LinkId
}

function idsOf({ diallerLink, acceptorLink, key }: LinkView): [string, LinkView['key']][] {
  return [diallerLink, acceptorLink].flatMap((id) => (id === null ? [] : [[id, key]]))
}

// P1 seeds the picture under a limit, fetches the notes, and has paused the slides.
function seeding(peer: PeerView): PeerView {
  const limits = { upBytesPerSec: 256 * 1024, downBytesPerSec: null }
  const lines = [
    chokeLine(2, 5101, { rank: 1, rateBytesPerSec: 120_000, unchoked: true, reason: 'fast' }),
    chokeLine(3, 5201, { rank: 3, rateBytesPerSec: 0, unchoked: true, changed: true, reason: 'optimistic' }),
    chokeLine(4, 5301, { rank: 2, rateBytesPerSec: 40_000, changed: true, reason: 'slower' }),
  ]
  return {
    ...withSwarms(peer, {
      [sampleInfoHash]: { lastRound: { ...sampleRound('upload', lines), atMs: sampleAtMs - 4_000 }, choking: 'bep3' },
      [notesTorrent.infoHash]: notesPart(11, { unwanted: [2], picking: 'in-order' }),
      [slidesTorrent.infoHash]: slidesPart({ state: 'paused' }),
    }),
    limits,
    uploadShare: { files: 2, shareBytesPerSec: 128 * 1024 },
  }
}

// P2 fetches the picture, with blocks on their way, and seeds the notes; its disk was full for the slides.
function fetching(peer: PeerView): PeerView {
  const failure = 'The disk is full. Make room, then resume.'
  const inFlight = [
    { piece: 61, arrived: 3, requested: 1, blocks: 4 },
    { piece: 70, arrived: 0, requested: 4, blocks: 4 },
  ]
  const lines = [
    chokeLine(3, 5202, { rank: 1, unchoked: true, reason: 'free-slot' }),
    chokeLine(4, 5302, notInterested),
  ]
  const entries = [0, 1, 2].map((block) => routingEntry(61, block))
  return {
    ...withSwarms(peer, {
      [sampleInfoHash]: { inFlight, lastRound: { ...sampleRound('download', lines), atMs: sampleAtMs - 2_000 } },
      [notesTorrent.infoHash]: notesPart(notesTorrent.pieceCount),
      [slidesTorrent.infoHash]: slidesPart({ state: 'paused', failure }),
    }),
    routing: { count: entries.length, entries },
    banned: [
      { id: samplePeerId(7), name: 'P7', infoHash: sampleInfoHash, piece: 9, blocks: [1, 3], atMs: sampleAtMs - 9_000 },
    ],
  }
}

const notInterested: Partial<ChokeLine> = { rank: null, rateBytesPerSec: 0, reason: 'not-interested' }

// P3 hears everything late, and is limited in the notes' swarm.
function slow(peer: PeerView): PeerView {
  const limits = { upBytesPerSec: null, downBytesPerSec: 64 * 1024 }
  return {
    ...withSwarms(peer, {
      [notesTorrent.infoHash]: notesPart(0, { limits, choking: 'none' }),
      [slidesTorrent.infoHash]: slidesPart({ state: 'checking', checkedPieces: 5 }),
    }),
    faults: { frozen: false, latencyMs: 300 },
  }
}

function frozen(peer: PeerView): PeerView {
  return { ...peer, faults: { frozen: true, latencyMs: 0 } }
}

function controlled(link: LinkView): LinkView {
  return {
    ...link,
    diallerControls: {
      limits: { upBytesPerSec: null, downBytesPerSec: 32 * 1024 },
      faults: { frozen: false, latencyMs: 150 },
    },
    acceptorControls: { limits: noLimits, faults: noFaults },
    reported: null,
  }
}

/** A round of choking by BEP 3 with these lines. */
export function sampleRound(rankedBy: ChokeRound['rankedBy'], lines: readonly ChokeLine[]): ChokeRound {
  return { choking: 'bep3', round: 3, rankedBy, nextInMs: 10_000, lines }
}

/** A line of a round about sample peer `number`, whose client `clientId` is served: choked, for others are faster. */
export function chokeLine(number: number, clientId: number, changes: Partial<ChokeLine> = {}): ChokeLine {
  const line = { link: serverLink(clientId), peer: samplePeerId(number), rank: 2, rateBytesPerSec: 20_000 }
  return { ...line, unchoked: false, changed: false, reason: 'slower', ...changes }
}

/** A block that P1 sent, of a piece of four. */
export function routingEntry(piece: number, block: number): RoutingEntry {
  const pointer = { file: 'course-picture.bmp.part', offset: piece * 65_536 + block * 16_384 }
  return { infoHash: sampleInfoHash, peer: samplePeerId(1), piece, block, pointer, flag: block === 3 ? 1 : 0 }
}

function notesPart(haveCount: number, changes: Partial<MembershipView> = {}): MembershipView {
  return sampleMembership(haveCount, { joinedAtMs: sampleAtMs - 90_000, ...changes }, notesTorrent.pieceCount)
}

function slidesPart(changes: Partial<MembershipView>): MembershipView {
  return sampleMembership(7, { joinedAtMs: sampleAtMs - 95_000, ...changes }, slidesTorrent.pieceCount)
}

function withSwarms(peer: PeerView, parts: Readonly<Record<InfoHash, Partial<MembershipView>>>): PeerView {
  const own = sampleMembership(0)
  const swarms = Object.entries<Partial<MembershipView>>(parts).map(([infoHash, part]) => {
    return [infoHash, { ...(peer.swarms[infoHash as InfoHash] ?? own), ...part }]
  })
  return { ...peer, swarms: { ...peer.swarms, ...Object.fromEntries(swarms) } }
}

function magnet(byte: string, changes: Partial<MagnetView>): MagnetView {
  const infoHash = must(asInfoHash(byte.repeat(20)))
  return { infoHash, name: '', receivedBytes: 0, totalBytes: null, from: null, failure: null, ...changes }
}

function byId<Id extends string, Item>(items: readonly Item[], idOf: (item: Item) => Id): Record<Id, Item> {
  return Object.fromEntries(items.map((item) => [idOf(item), item])) as Record<Id, Item>
}
