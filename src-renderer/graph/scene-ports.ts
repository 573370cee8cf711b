// Links with their two ends: the client's port on the dialler's rim, the socket on the acceptor's.

import { selectionKey } from '../store/selection.ts'
import type { Point } from './camera.ts'
import { angleAt, bendPoint, type Curve, norm, straight } from './curve.ts'
import type { DialEdge, GraphEdge, LinkEdge, PeerNode } from './model.ts'
import { boxAround } from './occupancy.ts'
import { font, type Palette } from './palette.ts'
import { type Seat, spreadSeats } from './rim.ts'
import {
  alphaOf,
  type Detail,
  isSelected,
  rimOf,
  type SceneDialLine,
  type SceneGhost,
  type SceneInput,
  type SceneLink,
  type SceneNode,
  type ScenePort,
  type Spotlight,
} from './scene.ts'
import { seatedRoles, swarmRoleHalf } from './swarm-role-seats.ts'

interface Stage {
  readonly centres: ReadonlyMap<string, SceneNode | SceneGhost>
  readonly scale: number
  readonly detail: Detail
  readonly room: number
  readonly spotlight: Spotlight | null
}

/** The keys of what is selected and pointed at. */
interface Lit {
  readonly selected: string | null
  readonly hovered: string | null
  readonly keys: ReadonlySet<string>
}

/** The ports at the two ends of links and dials, by their keys. */
type Ports = Readonly<Record<ScenePort['kind'], Map<string, ScenePort>>>

interface End {
  readonly edge: GraphEdge
  readonly kind: ScenePort['kind']
  readonly node: SceneNode
  readonly angle: number
  readonly text: string | null
  readonly width: number
  readonly height: number
}

/** Where a node's tracker badge sits on its rim: ports keep clear of it. */
export const badgeAngle = -Math.PI / 4

/** Where a foreign client's badge sits: opposite. */
export const clientBadgeAngle = (-3 * Math.PI) / 4

/** The angle that a badge covers to each side. */
const badgeHalf = 0.3
/** Names crowd a rim before they fill its whole turn, which badges take their part of. */
const roomyTurn = 1.88 * Math.PI
const fewestRoom = 0.2
/** Among more peers than this the names of one's ports lie over the next. */
const mostNamed = 16
const spreadRounds = 3
/** With less room than this links are straight lines, those of a pair one upon another. */
const bundledRoom = 0.1

/** All links and dial lines with their ports, placed so that ports of one node do not overlap. */
export function portsOf(
  input: SceneInput,
  stage: Stage,
): { ports: ScenePort[]; links: SceneLink[]; dialLines: SceneDialLine[] } {
  const isSeated = stage.detail !== 'far' && stage.room > fewestRoom
  const litKeys = keysOf(input)
  const shown = (edge: GraphEdge) => isSeated || edge.kind === 'dial' || isLit(edge, litKeys)
  const ports: Ports = { socket: new Map(), client: new Map() }
  for (const [, group] of endsByNode(input.model.edges.filter(shown), input, stage)) {
    seat(group, input, stage, ports, litKeys)
  }
  const links: SceneLink[] = []
  const dialLines: SceneDialLine[] = []
  const selected = input.selection && selectionKey(input.selection)
  const hovered = input.hovered && selectionKey(input.hovered)
  for (const edge of input.model.edges) {
    if (edge.kind === 'dial') addDialLine(dialLines, edge, stage, ports)
    else addLink(links, edge, stage, ports, { selected, hovered, keys: litKeys })
  }
  return { ports: [...ports.socket.values(), ...ports.client.values()], links, dialLines }
}

/** What is selected and what is pointed at. */
function keysOf({ selection, hovered }: SceneInput): ReadonlySet<string> {
  return new Set([selection, hovered].flatMap((one) => (one === null ? [] : [selectionKey(one)])))
}

function endsByNode(edges: readonly GraphEdge[], input: SceneInput, stage: Stage): Map<string, End[]> {
  const byNode = new Map<string, End[]>()
  for (const edge of edges) {
    const source = stage.centres.get(edge.source)
    const target = stage.centres.get(edge.target)
    if (source === undefined || target === undefined) continue
    const lane = edge.kind === 'link' ? edge.lane : 0
    const towards = edge.kind === 'link' ? bendPoint(source.at, target.at, lane, stage.scale) : target.at
    if (source.node.kind === 'peer') addEnd(byNode, clientEnd(edge, source as SceneNode, towards, input, stage))
    if (target.node.kind === 'peer') addEnd(byNode, socketEnd(edge, target as SceneNode, towards, input, stage))
  }
  return byNode
}

function addEnd(byNode: Map<string, End[]>, end: End): void {
  const there = byNode.get(end.node.node.key)
  if (there === undefined) byNode.set(end.node.node.key, [end])
  else there.push(end)
}

function clientEnd(edge: GraphEdge, node: SceneNode, towards: Point, input: SceneInput, stage: Stage): End {
  const end = { edge, kind: 'client', node, angle: angleTo(node.at, towards) } as const
  const number = edge.kind === 'link' ? edge.clientId : clientOfDial(edge, stage)
  const text = number === null ? null : String(number)
  if (text === null) return unnamed({ ...end, text, width: 0, height: 0 }, stage.scale)
  const width = input.measure(text, portFont(stage.scale, input.palette)) + 10
  return { ...end, text, width, height: portTextSize(stage.scale, input.palette) + 6 }
}

function clientOfDial(edge: DialEdge, stage: Stage): number | null {
  const ghost = stage.centres.get(edge.target)?.node
  return ghost?.kind === 'dial' ? ghost.clientId : null
}

/** Every connection that a server accepts has the server's own port. */
function socketEnd(edge: GraphEdge, node: SceneNode, towards: Point, input: SceneInput, stage: Stage): End {
  const end = { edge, kind: 'socket', node, angle: angleTo(node.at, towards) } as const
  const text = /:(\d+)$/.exec(node.node.address)?.[1] ?? null
  if (text === null) return unnamed({ ...end, text, width: 0, height: 0 }, stage.scale)
  const width = input.measure(text, portFont(stage.scale, input.palette)) + 12
  return { ...end, text, width, height: portTextSize(stage.scale, input.palette) + 6 }
}

function isLit(edge: GraphEdge, litKeys: ReadonlySet<string>): boolean {
  return litKeys.size > 0 && (litKeys.has(edge.key) || litKeys.has(edge.source) || litKeys.has(edge.target))
}

/** Names a node's ports where all names find a seat, or those of its clients do; otherwise only those that are pointed at. */
function seat(ends: readonly End[], input: SceneInput, stage: Stage, ports: Ports, litKeys: ReadonlySet<string>): void {
  const rim = rimOf(stage.scale)
  const isClose = stage.detail === 'close' && stage.centres.size <= mostNamed
  const badges = badgesOf(ends[0]?.node.node).reduce((sum, { half }) => sum + 2 * half, 0)
  const isRoomy = (some: readonly End[]) => isClose && turnOf(some, rim) + badges < roomyTurn
  const plain = ends.map((end) => (end.kind === 'socket' ? unnamed(end, stage.scale) : end))
  const roomy = isRoomy(ends) ? ends : isRoomy(plain) ? plain : null
  const shown = ends.map((end, index) => {
    if (litKeys.has(end.edge.key)) return end
    return roomy?.[index] ?? unnamed(end, stage.scale)
  })
  const angles = spreadEnds(shown, rim)
  shown.forEach((end, index) => {
    ports[end.kind].set(end.edge.key, portAt(end, angles[index] ?? end.angle, rim, input, stage, litKeys))
  })
}

/** How much of the whole turn these ends need, in radians. */
function turnOf(ends: readonly End[], rim: number): number {
  return ends.reduce((sum, end) => sum + 2 * halfAngle(end, end.angle, rim), 0)
}

/** An angle for each end. A name is wider than high, so how much of the rim it needs depends on where it ends up. */
function spreadEnds(ends: readonly End[], rim: number): number[] {
  const badges = badgesOf(ends[0]?.node.node)
  let angles = ends.map((end) => end.angle)
  for (let round = 0; round < spreadRounds; round++) {
    const seats: Seat[] = ends.map((end, index) => ({
      angle: end.angle,
      half: halfAngle(end, angles[index] ?? end.angle, rim),
    }))
    angles = spreadSeats([...seats, ...badges])
  }
  return angles
}

/** What sits on a node's rim for good. */
function badgesOf(node: PeerNode | undefined): Seat[] {
  if (node === undefined) return []
  return [
    ...(node.hasTracker ? [{ angle: badgeAngle, half: badgeHalf, fixed: true }] : []),
    ...(node.badge === null ? [] : [{ angle: clientBadgeAngle, half: badgeHalf, fixed: true }]),
    ...seatedRoles(node.swarmRoles).map(({ angle }) => ({ angle, half: swarmRoleHalf, fixed: true })),
  ]
}

function unnamed(end: End, scale: number): End {
  const side = (end.kind === 'client' ? 8 : 13) * scale
  return { ...end, text: null, width: side, height: side }
}

function portAt(
  end: End,
  angle: number,
  rim: number,
  input: SceneInput,
  stage: Stage,
  litKeys: ReadonlySet<string>,
): ScenePort {
  const { edge, kind, node, text, width, height } = end
  const out = rim + reach(angle, width, height)
  const at = { x: node.at.x + out * Math.cos(angle), y: node.at.y + out * Math.sin(angle) }
  const selected = isSelected(input.selection, edge.key)
  return {
    kind,
    selection: edge.selection,
    at,
    box: boxAround(at, width, height),
    text,
    scale: stage.scale,
    alpha: alphaOf(edge.key, stage.spotlight),
    selected,
    lit: isLit(edge, litKeys),
    pending: edge.kind === 'dial',
    isInterested: edge.kind === 'link' && (kind === 'client' ? edge.sourceFlags : edge.targetFlags).interested,
  }
}

function addLink(links: SceneLink[], edge: LinkEdge, stage: Stage, ports: Ports, lit: Lit): void {
  const source = stage.centres.get(edge.source)
  const target = stage.centres.get(edge.target)
  if (source?.node.kind !== 'peer' || target?.node.kind !== 'peer') return
  const curve = curveOf(edge, source.at, target.at, stage, ports)
  links.push({
    edge,
    curve,
    covered: coveredBy(ports, edge.key, curve),
    scale: stage.scale,
    alpha: alphaOf(edge.key, stage.spotlight),
    selected: edge.key === lit.selected,
    hovered: edge.key === lit.hovered,
    lit: isLit(edge, lit.keys),
    source: source.node,
    target: target.node,
  })
}

const nothingCovered = { atSource: 0, atTarget: 0 } as const

function coveredBy({ client, socket }: Ports, key: string, curve: Curve): SceneLink['covered'] {
  const [source, target] = [client.get(key), socket.get(key)]
  if (source === undefined && target === undefined) return nothingCovered
  return { atSource: coveredPx(source, curve, 0), atTarget: coveredPx(target, curve, 1) }
}

/** How many px of a curve the port at one of its ends covers. */
function coveredPx(port: ScenePort | undefined, curve: Curve, end: 0 | 1): number {
  if (port === undefined) return 0
  const { width, height } = port.box
  const angle = angleAt(curve, end)
  return Math.min(width / 2 / Math.abs(Math.cos(angle)), height / 2 / Math.abs(Math.sin(angle)))
}

/** From port to port where there are ports, from rim to rim elsewhere, from middle to middle among specks. */
function curveOf(edge: LinkEdge, source: Point, target: Point, { scale, room, detail }: Stage, ports: Ports): Curve {
  const from = ports.client.get(edge.key)?.at
  const to = from && ports.socket.get(edge.key)?.at
  if (from && to) return { from, bend: bendPoint(source, target, edge.lane, scale), to }
  // Specks lie over the lines, so these may go on to their middles.
  if (room < bundledRoom && detail === 'far') return straight(source, target)
  const share = Math.min(0.4, rimOf(scale) / (norm(target.x - source.x, target.y - source.y) || 1))
  if (room < bundledRoom) return straight(between(source, target, share), between(target, source, share))
  const bend = bendPoint(source, target, edge.lane, scale)
  return { from: between(source, bend, 2 * share), bend, to: between(target, bend, 2 * share) }
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

function addDialLine(lines: SceneDialLine[], edge: DialEdge, stage: Stage, ports: Ports): void {
  const from = ports.client.get(edge.key)?.at
  const to = stage.centres.get(edge.target)?.at
  if (from && to) lines.push({ edge, from, to, alpha: alphaOf(edge.key, stage.spotlight) })
}

/** The font of the port numbers. */
export function portFont(scale: number, palette: Palette): string {
  return font(portTextSize(scale, palette), 600)
}

function portTextSize(scale: number, { wordScale }: Palette): number {
  return Math.min(16, Math.max(11, 12 * scale)) * wordScale
}

/** How far a box reaches along an angle from its middle, in px. */
function reach(angle: number, width: number, height: number): number {
  return (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * height) / 2
}

function halfAngle(end: End, angle: number, rim: number): number {
  const across = reach(angle + Math.PI / 2, end.width, end.height) + 4
  return across / (rim + reach(angle, end.width, end.height))
}

function angleTo(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x)
}
