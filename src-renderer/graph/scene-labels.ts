// Words in the picture, placed where they cover no body, port or other words; what finds no room stays out, locks excepted.

import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { arrowsOf } from './arrows.ts'
import type { Point, Size } from './camera.ts'
import { type Curve, pointAt } from './curve.ts'
import { quietBytesPerSec } from './flow.ts'
import { boxesBeside, cornersOf, extent } from './label-places.ts'
import type { PeerNode } from './model.ts'
import { firstWords } from './moments.ts'
import { type Box, boxAround, contains, createOccupancy, type Occupancy } from './occupancy.ts'
import { font, type Palette } from './palette.ts'
import type {
  Detail,
  LabelLine,
  Lock,
  Measure,
  SceneGhost,
  SceneInput,
  SceneLabel,
  SceneLink,
  SceneNode,
  ScenePort,
} from './scene.ts'
import { lockWidth, rimOf } from './scene.ts'

interface Drawn {
  readonly nodes: readonly SceneNode[]
  readonly ghosts: readonly SceneGhost[]
  readonly links: readonly SceneLink[]
  readonly ports: readonly ScenePort[]
  readonly scale: number
  readonly detail: Detail
  readonly room: number
  readonly palette: Palette
  /** Words tell how much has come where no dots do. */
  readonly counts: boolean
}

const longestName = 24
/** More peers than this, seen from far, and only those that stand out are named. */
const mostNamed = 80
/** So few peers all have their words, whatever these cover. */
const fewPeers = 12
/** How many spots of links a label may cover before another side of its node is better, in square px a spot. */
const spotCost = 20
const spotsALink = 32
/** More spots of other links than this, and a rate would hide them rather than tell of its own. */
const mostHidden = 1

/** All labels: first the peers, selected ones before others, then dials, then the rates of busy links and the locks. */
export function labelsOf(input: SceneInput, drawn: Drawn): SceneLabel[] {
  const taken = occupied(input.size, drawn)
  const labels: SceneLabel[] = []
  const isCrowd = drawn.detail === 'far' && drawn.nodes.length > mostNamed
  const named = isCrowd ? drawn.nodes.filter((node) => rank(node) > 0) : drawn.nodes
  const peers = [...named].sort((a, b) => rank(b) - rank(a))
  const isSmall = drawn.detail === 'close' && drawn.nodes.length <= fewPeers
  for (const peer of peers) {
    const lines = peerLines(peer, drawn)
    const isAdded = addSided(labels, taken, lines, peer.at, rimOf(peer.scale), peer, input.measure)
    // Whoever has no name inside is nobody without one beside.
    if (!isAdded && (isSmall || peer.nameInside === null))
      addAnyhow(labels, taken, lines.slice(0, 1), peer.at, rimOf(peer.scale), peer, input.measure)
  }
  for (const one of drawn.ghosts)
    addSided(labels, taken, ghostLines(one, drawn), one.at, 24 * one.scale, one, input.measure)
  for (const link of ratedLinks(drawn)) addPlate(labels, taken, link, drawn, input.measure)
  return labels
}

/** In a crowd only the links in the spotlight have plates; elsewhere they come first. */
function ratedLinks({ links, room }: Drawn): readonly SceneLink[] {
  return room === 1 ? [...links].sort((one, other) => other.alpha - one.alpha) : links.filter((link) => link.lit)
}

function rank(node: SceneNode): number {
  return (node.selected ? 4 : 0) + (node.hovered ? 2 : 0) + (node.node.place === 'me' ? 1 : 0)
}

function occupied(size: Size, { nodes, ghosts, links, ports, scale, detail, room }: Drawn): Occupancy {
  const taken = createOccupancy(size)
  for (const corner of cornersOf(size)) taken.take(corner)
  const body = 2 * rimOf(scale) - 6
  for (const { at } of nodes) taken.take(boxAround(at, body, body))
  for (const { at } of ghosts) taken.take(boxAround(at, 44 * scale, 44 * scale))
  for (const port of ports) taken.take(port.box)
  if (detail === 'close' && room === 1) {
    for (const link of links) {
      for (const point of spotsOf(link.curve)) taken.takeSpot(point)
      for (const { t } of arrowsOf(link)) taken.take(boxAround(pointAt(link.curve, t), 20 * scale, 20 * scale))
    }
  }
  return taken
}

function peerLines({ node, nameInside, scale, selected, hovered }: SceneNode, drawn: Drawn): LabelLine[] {
  const { detail, room, palette } = drawn
  const { ink, mutedInk } = palette
  const size = textSize(scale, palette)
  const lines: LabelLine[] = []
  if (nameInside === null) lines.push(line(shorten(node.name), size + 2, ink, 700))
  const lit = selected || hovered
  if (detail !== 'close' && !lit && (lines.length > 0 || room < 0.2)) return lines
  lines.push(line(node.address, size + 1, ink, 600))
  // A stopped peer has no address: that it is stopped stands there already.
  if ((detail === 'close' || lit) && node.address !== standing(node)) lines.push(line(standing(node), size, mutedInk))
  return lines
}

function standing(node: PeerNode): string {
  const words = node.running ? [roleWords(node), ...troubleWords(node)].join(' · ') : 'stopped'
  if (node.place === 'foreign' && node.agent !== node.name) return `${words} · ${shorten(node.agent)}`
  return node.place === 'remote' ? `${words} · another Swarmscope` : words
}

function roleWords({ role, share, state }: PeerNode): string {
  if (role === 'none') return 'in no swarm'
  if (state !== 'active') return `${state} · ${Math.floor(100 * share)} %`
  return role === 'seeder' ? 'seeder' : `${role} · ${Math.floor(100 * share)} %`
}

function troubleWords({ faults: { frozen, latencyMs } }: PeerNode): string[] {
  return [...(frozen ? ['frozen'] : []), ...(latencyMs > 0 ? [`${latencyMs} ms late`] : [])]
}

function ghostLines({ node, scale }: SceneGhost, { palette }: Drawn): LabelLine[] {
  const { ink, mutedInk, failure } = palette
  const size = textSize(scale, palette)
  const from = node.clientId === null ? '' : ` from ${node.clientId}`
  if (node.reason === null) {
    return [line(`dialling ${shorten(node.remote)}`, size, ink, 600), line(`${from.trim()}…`, size, mutedInk)]
  }
  return [line(shorten(node.remote), size, ink, 600), line(firstWords(reasonSentence(node.reason)), size, failure, 600)]
}

interface Shown {
  readonly alpha: number
}

/** Below, above, right or left of a node: wherever it covers least, below when all are alike; false where it covers too much everywhere. */
function addSided(
  labels: SceneLabel[],
  taken: Occupancy,
  lines: readonly LabelLine[],
  at: Point,
  radius: number,
  { alpha }: Shown,
  measure: Measure,
): boolean {
  if (lines.length === 0) return true
  const { width, height } = extent(lines, measure)
  let best: Box | null = null
  let bestCost = 0.25 * width * height
  boxesBeside(at, radius, { width, height }).forEach((box, index) => {
    const cost = 3 * taken.covered(box) + spotCost * taken.spots(box) + 12 * index
    const allowed = taken.covered(box) < 0.03 * width * height
    if (allowed && (best === null || cost < bestCost)) {
      best = box
      bestCost = cost
    }
  })
  if (best !== null) add(labels, taken, { lines, lock: null, box: best, alpha, plate: false })
  return best !== null
}

/** Where it covers least, however much that is. */
function addAnyhow(
  labels: SceneLabel[],
  taken: Occupancy,
  lines: readonly LabelLine[],
  at: Point,
  radius: number,
  { alpha }: Shown,
  measure: Measure,
): void {
  const boxes = boxesBeside(at, radius, extent(lines, measure))
  const box = boxes.reduce((best, one) => (taken.covered(one) < taken.covered(best) ? one : best))
  add(labels, taken, { lines, lock: null, box, alpha, plate: false })
}

/** The lock and the rate of a link near its middle; a rate that finds no room there stays out, a lock does not. */
function addPlate(labels: SceneLabel[], taken: Occupancy, link: SceneLink, drawn: Drawn, measure: Measure): void {
  const lock = lockOf(link)
  const lines = drawn.detail === 'close' && link.alpha === 1 ? rateLines(link, drawn) : []
  if (lock === null && lines.length === 0) return
  const plate = { lock, alpha: link.alpha, plate: true }
  const box = freePlace(taken, link, plateSize(lines, lock, textSize(link.scale, drawn.palette) - 1, measure))
  if (box !== null) add(labels, taken, { ...plate, lines, box })
  else if (lock !== null) add(labels, taken, { ...plate, lines: [], box: leastTaken(taken, link, smallLock) })
}

const nearMiddle = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73] as const
const smallLock: Size = { width: 13, height: 14 }

/** Where near a link's middle a plate covers nothing and hides least of other links. */
function freePlace(taken: Occupancy, link: SceneLink, { width, height }: Size): Box | null {
  const own = spotsOf(link.curve)
  let best: Box | null = null
  let fewest = link.lit ? Number.POSITIVE_INFINITY : mostHidden + 1
  for (const t of nearMiddle) {
    const box = boxAround(pointAt(link.curve, t), width, height)
    if (taken.covered(box) > 0) continue
    const hidden = taken.spots(box) - own.filter((point) => contains(box, point)).length
    if (hidden >= fewest) continue
    best = box
    fewest = hidden
  }
  return best
}

function leastTaken(taken: Occupancy, { curve }: SceneLink, { width, height }: Size): Box {
  const boxes = nearMiddle.map((t) => boxAround(pointAt(curve, t), width, height))
  return boxes.reduce((best, box) => (taken.covered(box) < taken.covered(best) ? box : best))
}

/** The rate of a busy link, or of both directions where both are busy; its swarm's letter first where there are several. */
function rateLines({ edge, scale, lit }: SceneLink, { palette, counts }: Drawn): LabelLine[] {
  const rates = [edge.toSourceBytesPerSec, edge.toTargetBytesPerSec].filter((rate) => rate >= quietBytesPerSec)
  const size = textSize(scale, palette) - 1
  const words = rates.map(formatRate).join(' ⇄ ')
  const letter = words !== '' || lit ? edge.swarmLetter : ''
  const told = [letter, words].filter((part) => part !== '').join(' · ')
  const lines = told === '' ? [] : [line(told, size, palette.ink, 600)]
  const bytes = edge.toSourceBytes + edge.toTargetBytes
  return counts && bytes > 0 ? [...lines, line(`${formatBytes(bytes)} so far`, size, palette.mutedInk)] : lines
}

function lockOf({ edge }: SceneLink): Lock | null {
  if (edge.encryption === 'none') return null
  return edge.encryption === 'rc4' ? 'closed' : 'open'
}

function plateSize(lines: readonly LabelLine[], lock: Lock | null, px: number, measure: Measure): Size {
  const text = lines.length === 0 ? { width: 0, height: px * 1.25 } : extent(lines, measure)
  const height = text.height + 2
  return { width: text.width + (lock === null ? 0 : lockWidth(height)) + (lines.length === 0 ? 2 : 8), height }
}

/** Points of a link close enough together that no label slips in between. */
function spotsOf(curve: Curve): Point[] {
  return Array.from({ length: spotsALink }, (_, index) => pointAt(curve, (index + 1) / (spotsALink + 1)))
}

function add(labels: SceneLabel[], taken: Occupancy, label: SceneLabel): void {
  taken.take(label.box)
  labels.push(label)
}

function line(text: string, px: number, colour: string, weight: 400 | 600 | 700 = 400): LabelLine {
  return { text, font: font(px, weight), colour, height: px * 1.25 }
}

function textSize(scale: number, { wordScale }: Palette): number {
  return Math.min(18, Math.max(12, 13.5 * scale)) * wordScale
}

/** A line of words as large as those of the peers. */
export function wordLine(
  text: string,
  { scale, palette }: { readonly scale: number; readonly palette: Palette },
  colour: string,
  weight: 400 | 600,
): LabelLine {
  return line(text, textSize(scale, palette), colour, weight)
}

function shorten(text: string): string {
  return [...text].length > longestName ? `${[...text].slice(0, longestName - 1).join('')}…` : text
}
