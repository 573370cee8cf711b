// Links with their two ends: the client's port on the dialler's rim, the socket on the acceptor's.

import type { Point } from './camera.ts'
import { bendPoint } from './curve.ts'
import type { DialEdge, GraphEdge, LinkEdge } from './model.ts'
import { boxAround } from './occupancy.ts'
import { font } from './palette.ts'
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

interface Stage {
  readonly centres: ReadonlyMap<string, SceneNode | SceneGhost>
  readonly scale: number
  readonly detail: Detail
  readonly room: number
  readonly spotlight: Spotlight
}

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

/** The angle that a tracker badge covers to each side. */
const badgeHalf = 0.3
/** Names crowd a rim before they fill its whole turn. */
const roomyTurn = 1.7 * Math.PI
const fewestRoom = 0.2
const spreadRounds = 3

/** All links and dial lines with their ports, placed so that ports of one node do not overlap. */
export function portsOf(
  input: SceneInput,
  stage: Stage,
): { ports: ScenePort[]; links: SceneLink[]; dialLines: SceneDialLine[] } {
  const ends = endsByNode(input, stage)
  const ports = new Map<string, ScenePort>()
  for (const [, group] of ends) seat(group, input, stage, ports)
  return {
    ports: [...ports.values()].filter((port) => isShown(port, stage)),
    links: input.model.edges.flatMap((edge) => (edge.kind === 'link' ? sceneLink(edge, input, stage, ports) : [])),
    dialLines: input.model.edges.flatMap((edge) => (edge.kind === 'dial' ? dialLine(edge, stage, ports) : [])),
  }
}

function endsByNode(input: SceneInput, stage: Stage): Map<string, End[]> {
  const byNode = new Map<string, End[]>()
  for (const edge of input.model.edges) {
    const source = stage.centres.get(edge.source)
    const target = stage.centres.get(edge.target)
    if (source === undefined || target === undefined) continue
    const lane = edge.kind === 'link' ? edge.lane : 0
    const towards = edge.kind === 'link' ? bendPoint(source.at, target.at, lane, stage.scale) : target.at
    if (source.node.kind === 'peer') addEnd(byNode, clientEnd(edge, source as SceneNode, towards, input, stage))
    if (target.node.kind === 'peer') addEnd(byNode, socketEnd(edge, target as SceneNode, towards, stage))
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
  const width = input.measure(text, portFont(stage.scale)) + 10
  return { ...end, text, width, height: portTextSize(stage.scale) + 6 }
}

function clientOfDial(edge: DialEdge, stage: Stage): number | null {
  const ghost = stage.centres.get(edge.target)?.node
  return ghost?.kind === 'dial' ? ghost.clientId : null
}

function socketEnd(edge: GraphEdge, node: SceneNode, towards: Point, stage: Stage): End {
  const width = 13 * stage.scale
  return { edge, kind: 'socket', node, angle: angleTo(node.at, towards), text: null, width, height: width }
}

/** From far, or among very many links, only the ports of what is selected or pointed at are drawn. */
function isShown(port: ScenePort, stage: Stage): boolean {
  return port.lit || port.pending || (stage.detail !== 'far' && stage.room > fewestRoom)
}

function isLit(edge: GraphEdge, input: SceneInput): boolean {
  return [edge.key, edge.source, edge.target].some(
    (key) => isSelected(input.selection, key) || isSelected(input.hovered, key),
  )
}

function isPointedAt(edge: GraphEdge, input: SceneInput): boolean {
  return isSelected(input.selection, edge.key) || isSelected(input.hovered, edge.key)
}

/** Names a node's client ports where all names find a seat; otherwise only those that are selected or pointed at. */
function seat(ends: readonly End[], input: SceneInput, stage: Stage, ports: Map<string, ScenePort>): void {
  const rim = rimOf(stage.scale)
  const wanted = ends.reduce((sum, end) => sum + 2 * halfAngle(end, end.angle, rim), 0)
  const roomy = stage.detail === 'close' && wanted < roomyTurn
  const shown = ends.map((end) => (roomy || isPointedAt(end.edge, input) ? end : unnamed(end, stage.scale)))
  const angles = spreadEnds(shown, rim)
  shown.forEach((end, index) => {
    ports.set(`${end.kind} ${end.edge.key}`, portAt(end, angles[index] ?? end.angle, rim, input, stage))
  })
}

/** An angle for each end. A name is wider than high, so how much of the rim it needs depends on where it ends up. */
function spreadEnds(ends: readonly End[], rim: number): number[] {
  const badge = ends[0]?.node.node.hasTracker ? [{ angle: badgeAngle, half: badgeHalf, fixed: true }] : []
  let angles = ends.map((end) => end.angle)
  for (let round = 0; round < spreadRounds; round++) {
    const seats: Seat[] = ends.map((end, index) => ({
      angle: end.angle,
      half: halfAngle(end, angles[index] ?? end.angle, rim),
    }))
    angles = spreadSeats([...seats, ...badge])
  }
  return angles
}

function unnamed(end: End, scale: number): End {
  return end.kind === 'client' ? { ...end, text: null, width: 8 * scale, height: 8 * scale } : end
}

function portAt(end: End, angle: number, rim: number, input: SceneInput, stage: Stage): ScenePort {
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
    lit: isLit(edge, input),
    pending: edge.kind === 'dial',
  }
}

function sceneLink(
  edge: LinkEdge,
  input: SceneInput,
  stage: Stage,
  ports: ReadonlyMap<string, ScenePort>,
): SceneLink[] {
  const source = stage.centres.get(edge.source)
  const target = stage.centres.get(edge.target)
  const from = ports.get(`client ${edge.key}`)?.at
  const to = ports.get(`socket ${edge.key}`)?.at
  if (source?.node.kind !== 'peer' || target?.node.kind !== 'peer' || from === undefined || to === undefined) return []
  return [
    {
      edge,
      curve: { from, bend: bendPoint(source.at, target.at, edge.lane, stage.scale), to },
      scale: stage.scale,
      alpha: alphaOf(edge.key, stage.spotlight),
      selected: isSelected(input.selection, edge.key),
      hovered: isSelected(input.hovered, edge.key),
      lit: isLit(edge, input),
      source: source.node,
      target: target.node,
    },
  ]
}

function dialLine(edge: DialEdge, stage: Stage, ports: ReadonlyMap<string, ScenePort>): SceneDialLine[] {
  const from = ports.get(`client ${edge.key}`)?.at
  const to = stage.centres.get(edge.target)?.at
  return from && to ? [{ edge, from, to, alpha: alphaOf(edge.key, stage.spotlight) }] : []
}

/** The font of the port numbers. */
export function portFont(scale: number): string {
  return font(portTextSize(scale), 600)
}

function portTextSize(scale: number): number {
  return Math.min(16, Math.max(11, 12 * scale))
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
