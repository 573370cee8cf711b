// The marks of the legend, drawn by the same passes as the picture, so that the two cannot disagree.

import type { InfoHash, LinkKey, PeerId } from '../../src-shared/swarm/ids.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { LinkEdge, PeerNode } from './model.ts'
import { boxAround } from './occupancy.ts'
import { paintBack, paintFront } from './paint.ts'
import { paintClientBadge, paintTrackerBadge } from './paint-badges.ts'
import { paintDots } from './paint-dots.ts'
import { paintGhosts } from './paint-ghosts.ts'
import { paintLabels } from './paint-labels.ts'
import { paintDialLines, paintThinLinks } from './paint-links.ts'
import { type MessageKind, paintMessage } from './paint-messages.ts'
import { paintHappenings, paintWave } from './paint-moments.ts'
import { paintNodes } from './paint-nodes.ts'
import { paintClientPorts, paintSockets } from './paint-ports.ts'
import { type Palette, palettes } from './palette.ts'
import type { Lock, Scene, SceneLabel, SceneLink, SceneNode, ScenePort } from './scene.ts'
import { streamsOf } from './scene-streams.ts'

export interface LegendMark {
  readonly title: string
  readonly words: string
  readonly draw: (brush: Brush, palette: Palette) => void
}

export interface LegendGroup {
  readonly title: string
  readonly marks: readonly LegendMark[]
}

/** The size of a mark's canvas, in px. */
export const markSize = { width: 72, height: 44 } as const

const middle: Point = { x: markSize.width / 2, y: markSize.height / 2 }
const left: Point = { x: 8, y: 24 }
const right: Point = { x: 64, y: 24 }
const nodeScale = 0.45
const nothing: Selection = { kind: 'peer', id: '' as PeerId }

const plainPeer: PeerNode = {
  kind: 'peer',
  key: '',
  selection: nothing,
  name: '',
  agent: '',
  address: '',
  role: 'peer',
  swarmRoles: [],
  share: 0.4,
  segments: [
    { from: 0, to: 0.22, full: 1 },
    { from: 0.3, to: 0.38, full: 1 },
    { from: 0.6, to: 0.7, full: 1 },
  ],
  place: 'local',
  badge: null,
  running: true,
  state: 'active',
  faults: noFaults,
  hasTracker: false,
  beside: null,
}

const plainEdge: LinkEdge = {
  kind: 'link',
  key: '',
  selection: { kind: 'link', key: '' as LinkKey },
  source: '',
  target: '',
  lane: 0,
  clientId: 5001,
  infoHash: '' as InfoHash,
  swarmLetter: '',
  encryption: 'none',
  isReported: false,
  toSourceStream: '',
  toTargetStream: '',
  toSourceBytesPerSec: 0,
  toTargetBytesPerSec: 0,
  toSourceBytes: 0,
  toTargetBytes: 0,
  sourceFlags: { choking: false, interested: false },
  targetFlags: { choking: false, interested: false },
  choked: false,
  sourceRefuses: false,
  targetRefuses: false,
}

const emptyScene: Scene = {
  palette: palettes.light,
  size: markSize,
  scale: 0.9,
  detail: 'close',
  room: 1,
  links: [],
  streams: [],
  dialLines: [],
  nodes: [],
  ghosts: [],
  ports: [],
  labels: [],
  pen: [],
}

/** Every mark of the picture, in the order in which one meets them. */
export const legendGroups: readonly LegendGroup[] = [
  {
    title: 'Peers',
    marks: [
      { title: 'Seeder', words: 'has every piece', draw: peer({ role: 'seeder', share: 1 }) },
      {
        title: 'Peer',
        words: 'has some pieces: the ring shows which, and from far how many',
        draw: peer({ role: 'peer' }),
      },
      {
        title: 'Leecher',
        words: 'has no piece yet; among thousands a cross, where peers are specks',
        draw: peer({ role: 'leecher', share: 0 }),
      },
      { title: 'Me', words: 'this window’s own peer: outlined twice', draw: peer({ place: 'me' }) },
      { title: 'Another Swarmscope', words: 'pale, with a thick outline', draw: peer({ place: 'remote' }) },
      {
        title: 'Another program',
        words: 'pale and dashed: a guest, a BitTorrent client of another make, with its badge',
        draw: guest,
      },
      { title: 'Stopped or paused', words: 'grey, whatever its role was', draw: peer({ running: false }) },
      { title: 'Selected', words: 'everything else steps back', draw: peer({}, true) },
      {
        title: 'In several swarms',
        words: 'where all swarms are shown: a small mark for its role in each, with the swarm’s letter',
        draw: peer({
          swarmRoles: [
            { letter: 'A', role: 'seeder' },
            { letter: 'B', role: 'leecher' },
          ],
        }),
      },
      { title: 'In no swarm', words: 'a small grey circle', draw: peer({ role: 'none', share: 0 }) },
    ],
  },
  {
    title: 'Tracker',
    marks: [
      {
        title: 'Runs a tracker',
        words: 'keeps the list of peers',
        draw: (brush, palette) => paintTrackerBadge(brush, middle, 1.1, palette),
      },
      { title: 'Broadcast', words: 'a list with others in it than before goes out to everyone', draw: wave },
    ],
  },
  {
    title: 'Links',
    marks: [
      {
        title: 'Client',
        words: 'the end that dialled, with its port',
        draw: (brush, palette) => paintClientPorts(brush, [port('client')], palette),
      },
      {
        title: 'Server',
        words: 'the end that accepted, with its server’s port where there is room',
        draw: (brush, palette) => paintSockets(brush, [port('socket')], palette),
      },
      {
        title: 'Interested',
        words: 'an outline round the port: this end would like to download',
        draw: (brush, palette) => paintClientPorts(brush, [{ ...port('client'), isInterested: true }], palette),
      },
      {
        title: 'Data',
        words: 'dots and arrow go from giver to taker in the giver’s colour; wider and faster: more',
        draw: link({ toSourceBytesPerSec: 400_000 }),
      },
      { title: 'Quiet', words: 'connected, no data', draw: link({}) },
      { title: 'Choked', words: 'dashed: neither end lets the other download', draw: link({ choked: true }) },
      {
        title: 'Refuses',
        words: 'a red bar at the end that chokes the other, which wants pieces',
        draw: link({ choked: true, targetRefuses: true }),
      },
      {
        title: 'Chokes',
        words: 'a grey bar at the links of what is selected: it chokes the other, which wants nothing',
        draw: link({ choked: true, targetFlags: { choking: true, interested: false } }, true),
      },
      {
        title: 'Reported',
        words: 'dotted: neither end runs here; known from what they report',
        draw: link({ isReported: true, toSourceBytesPerSec: 20_000 }),
      },
      {
        title: 'Hidden',
        words: 'a closed lock: RC4 (MSE) hides all bytes, which makes no secret of them',
        draw: locked('closed'),
      },
      { title: 'Half hidden', words: 'an open lock: MSE hides the handshake alone', draw: locked('open') },
    ],
  },
  {
    title: 'What passes',
    marks: [
      { title: 'Have', words: 'tells of a new piece', draw: message('have') },
      { title: 'Interested', words: 'would like to download', draw: message('interested') },
      { title: 'Choke', words: 'will send nothing now', draw: message('choke') },
      { title: 'Unchoke', words: 'may be asked for pieces', draw: message('unchoke') },
      { title: 'Handshake', words: 'a link begins', draw: passing('opened') },
      { title: 'Closing', words: 'a link ends; its reason stays for a while', draw: passing('closed') },
    ],
  },
  {
    title: 'Dials',
    marks: [
      { title: 'Dialling', words: 'no answer yet', draw: ghost(false) },
      { title: 'Failed', words: 'with the reason below', draw: ghost(true) },
    ],
  },
]

function peerAt(changes: Partial<PeerNode>, selected = false): SceneNode {
  const node = { ...plainPeer, ...changes }
  return { node, at: middle, scale: nodeScale, alpha: 1, selected, hovered: false, nameInside: null }
}

function peer(changes: Partial<PeerNode>, selected = false): LegendMark['draw'] {
  return (brush, palette) => paintNodes(brush, [peerAt(changes, selected)], { palette, detail: 'close' })
}

function guest(brush: Brush, palette: Palette): void {
  paintNodes(brush, [peerAt({ place: 'foreign' })], { palette, detail: 'close' })
  paintClientBadge(brush, 'Transmission', { x: middle.x - 15, y: middle.y - 12 }, 0.8, palette)
}

function wave(brush: Brush, palette: Palette): void {
  paintWave(brush, { ...emptyScene, palette, scale: 0.24 }, middle, 0.45)
  brush.globalAlpha = 1
  paintTrackerBadge(brush, middle, 0.8, palette)
}

function message(kind: MessageKind): LegendMark['draw'] {
  return (brush, palette) => paintMessage(brush, kind, middle, 1.1, palette)
}

function passing(kind: 'opened' | 'closed'): LegendMark['draw'] {
  const curve = { from: left, bend: { x: middle.x, y: 10 }, to: right }
  const label: SceneLabel = { lines: [], lock: null, box: boxAround(middle, 0, 0), alpha: 1, plate: true }
  return (brush, palette) => paintHappenings(brush, { ...emptyScene, palette }, [{ kind, curve, label, progress: 0.4 }])
}

function port(kind: ScenePort['kind']): ScenePort {
  const size = kind === 'client' ? { width: 42, height: 18 } : { width: 13, height: 13 }
  return {
    kind,
    selection: plainEdge.selection,
    at: middle,
    box: boxAround(middle, size.width, size.height),
    text: kind === 'client' ? '5001' : null,
    scale: 1,
    alpha: 1,
    selected: false,
    lit: false,
    pending: false,
    isInterested: false,
  }
}

function link(changes: Partial<LinkEdge>, lit = false): LegendMark['draw'] {
  const sceneLink: SceneLink = {
    edge: { ...plainEdge, ...changes },
    curve: { from: left, bend: { x: middle.x, y: 10 }, to: right },
    scale: 0.9,
    alpha: 1,
    selected: false,
    hovered: false,
    covered: { atSource: 8, atTarget: 6 },
    lit,
    source: plainPeer,
    target: { ...plainPeer, role: 'seeder' },
  }
  const links = [sceneLink]
  const streams = streamsOf(links, 1)
  return (brush, palette) => {
    const scene: Scene = { ...emptyScene, palette, links, streams }
    paintThinLinks(brush, scene)
    paintBack(brush, scene)
    paintDots(brush, streams, palette, () => 0)
    paintFront(brush, scene)
  }
}

function locked(lock: Lock): LegendMark['draw'] {
  const line = link({})
  const plate: SceneLabel = { lines: [], lock, box: boxAround({ x: middle.x, y: 17 }, 18, 20), alpha: 1, plate: true }
  return (brush, palette) => {
    line(brush, palette)
    paintLabels(brush, [plate], palette)
  }
}

function ghost(failed: boolean): LegendMark['draw'] {
  const dial = { kind: 'dial', key: '', selection: nothing } as const
  const node = {
    ...dial,
    remote: '',
    clientId: null,
    reason: failed ? { code: 'refused' as const } : null,
    beside: null,
  }
  const edge = { ...dial, source: '', target: '', failed }
  const dialLines = [{ edge, from: left, to: { x: 50, y: 22 }, alpha: 1 }]
  return (brush, palette) => {
    paintDialLines(brush, { ...emptyScene, palette, dialLines })
    paintGhosts(brush, [{ node, at: { x: 50, y: 22 }, scale: 0.75, alpha: 1, selected: false }], palette)
  }
}
