// The marks of the legend, drawn by the same passes as the picture, so that the two cannot disagree.

import type { LinkKey, PeerId } from '../../src-shared/swarm/ids.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import type { Point } from './camera.ts'
import type { LinkEdge, PeerNode } from './model.ts'
import { boxAround } from './occupancy.ts'
import {
  paintArrows,
  paintBars,
  paintBusyLinks,
  paintClientPorts,
  paintDialLines,
  paintIdleLinks,
  paintLabels,
  paintSockets,
  paintWaves,
} from './paint.ts'
import { paintDots } from './paint-dots.ts'
import { paintGhosts, paintNodes, paintTrackerBadge } from './paint-nodes.ts'
import type { Lock, Scene, SceneLabel, SceneLink, SceneNode, ScenePort } from './scene.ts'

export interface LegendMark {
  readonly title: string
  readonly words: string
  readonly draw: (context: CanvasRenderingContext2D) => void
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
  share: 0.4,
  place: 'local',
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
  encryption: 'none',
  toSourceBytesPerSec: 0,
  toTargetBytesPerSec: 0,
  choked: false,
  sourceRefuses: false,
  targetRefuses: false,
}

const emptyScene: Scene = {
  size: markSize,
  scale: 0.9,
  detail: 'close',
  room: 1,
  links: [],
  dialLines: [],
  nodes: [],
  leaving: [],
  ghosts: [],
  ports: [],
  labels: [],
}

/** Every mark of the picture, in the order in which one meets them. */
export const legendGroups: readonly LegendGroup[] = [
  {
    title: 'Peers',
    marks: [
      { title: 'Seeder', words: 'has every piece', draw: peer({ role: 'seeder', share: 1 }) },
      { title: 'Peer', words: 'has some pieces; the ring shows its share', draw: peer({ role: 'peer' }) },
      { title: 'Leecher', words: 'has no piece yet', draw: peer({ role: 'leecher', share: 0 }) },
      { title: 'Me', words: 'this window’s own peer: outlined twice', draw: peer({ place: 'me' }) },
      { title: 'Another Swarmscope', words: 'pale, with a thick outline', draw: peer({ place: 'remote' }) },
      {
        title: 'Another program',
        words: 'pale and dashed: a guest, a BitTorrent client of another make',
        draw: peer({ place: 'foreign' }),
      },
      { title: 'Stopped or paused', words: 'grey, whatever its role was', draw: peer({ running: false }) },
      { title: 'Selected', words: 'everything else steps back', draw: peer({}, true) },
      { title: 'In no swarm', words: 'a small grey circle', draw: peer({ role: 'none', share: 0 }) },
    ],
  },
  {
    title: 'Tracker',
    marks: [
      {
        title: 'Runs a tracker',
        words: 'keeps the list of peers',
        draw: (context) => paintTrackerBadge(context, middle, 1.1),
      },
      { title: 'Broadcast', words: 'the list goes out to everyone', draw: wave },
    ],
  },
  {
    title: 'Links',
    marks: [
      {
        title: 'Client',
        words: 'the end that dialled, with its port',
        draw: (context) => paintClientPorts(context, [port('client')]),
      },
      { title: 'Server', words: 'the end that accepted', draw: (context) => paintSockets(context, [port('socket')]) },
      {
        title: 'Data',
        words: 'dots and arrow go from giver to taker in the giver’s colour; wider and faster: more',
        draw: link({ toSourceBytesPerSec: 400_000 }),
      },
      { title: 'Quiet', words: 'connected, no data', draw: link({}) },
      { title: 'Choked', words: 'dashed: neither end lets the other download', draw: link({ choked: true }) },
      {
        title: 'Refuses',
        words: 'this end chokes the other, which wants pieces',
        draw: link({ choked: true, targetRefuses: true }),
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
    title: 'Dials',
    marks: [
      { title: 'Dialling', words: 'no answer yet', draw: ghost(false) },
      { title: 'Failed', words: 'with the reason below', draw: ghost(true) },
    ],
  },
]

function peer(changes: Partial<PeerNode>, selected = false): LegendMark['draw'] {
  const node: SceneNode = {
    node: { ...plainPeer, ...changes },
    at: middle,
    scale: nodeScale,
    alpha: 1,
    selected,
    hovered: false,
    nameInside: null,
  }
  return (context) => paintNodes(context, [node])
}

function wave(context: CanvasRenderingContext2D): void {
  paintWaves(context, { ...emptyScene, scale: 0.24 }, [{ at: middle, progress: 0.45 }])
  context.globalAlpha = 1
  paintTrackerBadge(context, middle, 0.8)
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
  }
}

function link(changes: Partial<LinkEdge>): LegendMark['draw'] {
  const sceneLink: SceneLink = {
    edge: { ...plainEdge, ...changes },
    curve: { from: left, bend: { x: middle.x, y: 10 }, to: right },
    scale: 0.9,
    alpha: 1,
    selected: false,
    hovered: false,
    lit: false,
    source: plainPeer,
    target: { ...plainPeer, role: 'seeder' },
  }
  const scene: Scene = { ...emptyScene, links: [sceneLink] }
  return (context) => {
    paintIdleLinks(context, scene)
    paintBusyLinks(context, scene)
    paintDots(context, scene, () => 0)
    paintArrows(context, scene)
    paintBars(context, scene)
  }
}

function locked(lock: Lock): LegendMark['draw'] {
  const line = link({})
  const plate: SceneLabel = { lines: [], lock, box: boxAround({ x: middle.x, y: 17 }, 18, 20), alpha: 1, plate: true }
  return (context) => {
    line(context)
    paintLabels(context, [plate])
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
  return (context) => {
    paintDialLines(context, { ...emptyScene, dialLines: [{ edge, from: left, to: { x: 50, y: 22 }, alpha: 1 }] })
    paintGhosts(context, [{ node, at: { x: 50, y: 22 }, scale: 0.75, alpha: 1, selected: false }])
  }
}
