// Model + places + camera + interaction → the scene.

import { selectionKey } from '../store/selection.ts'
import { markScale, toScreen } from './camera.ts'
import { columnLabels } from './column-labels.ts'
import type { GraphModel, PeerNode } from './model.ts'
import { crossesStage, isOnStage, overlapsStage } from './on-stage.ts'
import {
  alphaOf,
  type Detail,
  isSelected,
  type Measure,
  nameFont,
  type Scene,
  type SceneGhost,
  type SceneInput,
  type SceneNode,
  type Spotlight,
} from './scene.ts'
import { labelsOf } from './scene-labels.ts'
import { portsOf } from './scene-ports.ts'
import { streamsOf } from './scene-streams.ts'

/** Up to so many links each can be drawn in full. */
const plentyOfLinks = 50

const dimmed = 0.38
const spotlitDimmed = 0.1

/** Composes the picture. Pure: the same input gives the same scene. */
export function composeScene(input: SceneInput): Scene {
  const { size, palette } = input
  const scale = markScale(input.camera.k) * input.palette.markScale
  const detail = detailAt(scale)
  const spotlight = spotlightOf(input)
  const nodes = peerNodes(input, scale, spotlight)
  const ghosts = ghostNodes(input, scale, spotlight)
  const centres = new Map([...nodes, ...ghosts].map((one) => [one.node.key, one] as const))
  const room = roomFor(input.model)
  const all = portsOf(input, { centres, scale, detail, room, spotlight })
  const { dialLines } = all
  const ports = all.ports.filter(({ box }) => overlapsStage(box, size))
  const links = all.links.filter(({ curve }) => crossesStage(curve, size))
  const labels = labelsOf(input, {
    nodes: nodes.filter(({ at }) => isOnStage(at, size)),
    ghosts: ghosts.filter(({ at }) => isOnStage(at, size)),
    links,
    ports,
    scale,
    detail,
    room,
    palette,
    counts: input.counts ?? false,
  })
  if (input.isByRole) labels.push(...columnLabels(nodes, { scale, palette }, input.measure))
  const streams = streamsOf(links, room)
  const pen = (input.pen ?? []).map((stroke) => stroke.map((point) => toScreen(input.camera, point)))
  return { palette, size, scale, detail, room, links, streams, dialLines, nodes, ghosts, ports, labels, pen }
}

function roomFor(model: GraphModel): number {
  return Math.min(1, plentyOfLinks / (model.edges.length || 1))
}

function detailAt(scale: number): Detail {
  if (scale >= 0.56) return 'close'
  return scale >= 0.36 ? 'middle' : 'far'
}

/** A selected peer lights its links and neighbours; a selected link or dial lights its two ends. */
function spotlightOf({ model, selection, isSpotlit }: SceneInput): Spotlight | null {
  if (selection === null) return null
  const key = selectionKey(selection)
  const lit = new Set<string>()
  for (const node of model.nodes) if (node.key === key) lit.add(key)
  for (const edge of model.edges) {
    if (edge.key !== key && edge.source !== key && edge.target !== key) continue
    lit.add(edge.key).add(edge.source).add(edge.target)
  }
  return lit.size === 0 ? null : { lit, shade: isSpotlit ? spotlitDimmed : dimmed }
}

function peerNodes(input: SceneInput, scale: number, spotlight: Spotlight | null): SceneNode[] {
  const nodes: SceneNode[] = []
  for (const node of input.model.nodes) {
    const place = input.places.get(node.key)
    if (node.kind !== 'peer' || place === undefined) continue
    nodes.push({
      node,
      at: toScreen(input.camera, place),
      scale,
      alpha: alphaOf(node.key, spotlight),
      selected: isSelected(input.selection, node.key),
      hovered: isSelected(input.hovered, node.key),
      nameInside: insideOf(node, scale, input.measure),
    })
  }
  return nodes.sort((one, other) => rank(one) - rank(other))
}

/** Seeders stand above the crowd, and this window's own peer and what is pointed at above all. */
function rank({ node, selected, hovered }: SceneNode): number {
  if (selected || hovered) return 3
  if (node.place === 'me') return 2
  return node.role === 'seeder' ? 1 : 0
}

/** The name where it fits inside the body. */
export function insideOf(node: PeerNode, scale: number, measure: Measure): string | null {
  return scale >= 0.36 && measure(node.name, nameFont(scale)) <= 42 * scale ? node.name : null
}

function ghostNodes(input: SceneInput, scale: number, spotlight: Spotlight | null): SceneGhost[] {
  const ghosts: SceneGhost[] = []
  for (const node of input.model.nodes) {
    const place = input.places.get(node.key)
    if (node.kind !== 'dial' || place === undefined) continue
    const selected = isSelected(input.selection, node.key)
    ghosts.push({ node, at: toScreen(input.camera, place), scale, alpha: alphaOf(node.key, spotlight), selected })
  }
  return ghosts
}
