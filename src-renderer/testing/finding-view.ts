// The complete view as its peers find others: trackers of every outcome, each way of discovery, and guests of other makes.

import type { AnnounceOutcome, ListedTracker } from '../../src-shared/swarm/events.ts'
import { toHex } from '../../src-shared/swarm/hex.ts'
import { type Address, asPeerId, type InfoHash, type LinkKey, type PeerId } from '../../src-shared/swarm/ids.ts'
import {
  type LinkView,
  nothingFound,
  type PeerView,
  type TrackerContact,
  type View,
} from '../../src-shared/swarm/view.ts'
import { completeView, notesTorrent, sampleMagnets } from './complete-view.ts'
import {
  must,
  sampleAtMs,
  sampleDial,
  sampleInfoHash,
  sampleLink,
  samplePeer,
  samplePeerId,
  sampleServer,
} from './sample-view.ts'

/** A tracker that was never asked, unless `changes` says otherwise. */
export function sampleTracker(changes: Partial<TrackerContact> & Pick<ListedTracker, 'url'>): TrackerContact {
  return { tier: 0, own: false, asking: false, outcome: null, answeredAtMs: null, nextAtMs: null, ...changes }
}

/** The own tracker of sample peer `number`. */
export function ownTracker(number: number): TrackerContact {
  return sampleTracker({ url: `http://${sampleServer(number)}/announce`, own: true })
}

/** An answer that names three peers, unless `changes` says otherwise. */
export function sampleAnswer(changes: Partial<Extract<AnnounceOutcome, { ok: true }>> = {}): AnnounceOutcome {
  return { ok: true, peers: 3, seeders: 1, leechers: 2, warning: null, ...changes }
}

const answeredAtMs = sampleAtMs - 40_000

const askedTrackers: readonly TrackerContact[] = [
  ownTracker(1),
  sampleTracker({
    url: 'http://192.168.1.7:6969/announce',
    outcome: sampleAnswer({ warning: 'This tracker closes at six.' }),
    answeredAtMs,
    nextAtMs: sampleAtMs + 1_760_000,
  }),
  sampleTracker({
    url: 'udp://tracker.campus.example:6969/announce',
    tier: 1,
    outcome: { ok: false, detail: 'No answer within 15 s: it may be switched off, or a firewall drops what it sends.' },
    answeredAtMs,
    nextAtMs: sampleAtMs + 45_000,
  }),
  sampleTracker({
    url: 'https://tracker.example/a-long-path/with/a-key/0123456789abcdef0123456789abcdef/announce',
    tier: 2,
    asking: true,
  }),
]

/** P1 asks trackers and looks on its network; qBittorrent and aria2 are guests, and Transmission hides its bytes. */
export function findingView(): View {
  const complete = completeView()
  const qBittorrent = guest('-qB4520-abcdefghijkl', 'qBittorrent/4.5.2', '127.0.0.1:17025')
  const aria2 = guest('A2-1-36-0-abcdefghij', 'aria2/1.36.0', '127.0.0.1:6881')
  const p1 = searching(must(complete.peers[samplePeerId(1)]))
  const p3 = must(complete.peers[samplePeerId(3)])
  const links = [
    ...Object.values<LinkView>(complete.links).map((link) => (link.clientId === 5104 ? hidden(link, 'rc4') : link)),
    hidden(sampleLink(p1, aria2, 5002, { toAcceptorBytesPerSec: 210 * 1024 }), 'handshake'),
    hidden(sampleLink(p1, qBittorrent, 5004), 'rc4'),
  ]
  const refused = sampleDial(p3, '127.0.0.1:17025', 5206, {
    reason: { code: 'one-per-address', agent: 'qBittorrent/4.5.2' },
  })
  return {
    ...complete,
    peers: { ...complete.peers, [p1.id]: p1, [qBittorrent.id]: qBittorrent, [aria2.id]: aria2 } as Record<
      PeerId,
      PeerView
    >,
    links: Object.fromEntries(links.map((link) => [link.key, link])) as Record<LinkKey, LinkView>,
    dials: { ...complete.dials, [refused.id]: refused },
  }
}

function searching(peer: PeerView): PeerView {
  const magnet = must(sampleMagnets[0]).infoHash
  const swarms: Record<InfoHash, readonly TrackerContact[]> = {
    [sampleInfoHash]: askedTrackers,
    [notesTorrent.infoHash]: [ownTracker(1)],
    [magnet]: [
      sampleTracker({
        url: 'http://10.0.0.7:5000/announce',
        outcome: sampleAnswer({ peers: 0 }),
        answeredAtMs,
        nextAtMs: sampleAtMs + 20_000,
      }),
    ],
  }
  return {
    ...peer,
    turnedAway: 5,
    strays: 3,
    tracker: { ...must(peer.tracker ?? undefined), served: { http: 14, udp: 3, refused: 1 } },
    trackers: swarms,
    discovery: { local: { on: true, detail: null }, dht: { on: false, detail: null } },
    found: { [sampleInfoHash]: { ...nothingFound, tracker: 5, local: 2, exchange: 1 } },
  }
}

function guest(id: string, agent: string, server: string): PeerView {
  const changes = {
    id: must(asPeerId(toHex(new TextEncoder().encode(id)))),
    name: agent,
    agent,
    server: server as Address,
  }
  return samplePeer(20, 30, { ...changes, uuid: null, local: false, lab: false, clientPorts: null, tracker: null })
}

function hidden(link: LinkView, encryption: LinkView['encryption']): LinkView {
  return { ...link, encryption }
}
