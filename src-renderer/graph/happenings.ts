// Moments → what is drawn of them now, where the scene has what they belong to.

import { type Camera, type Point, toScreen } from './camera.ts'
import { insideOf } from './compose-scene.ts'
import { bendPoint } from './curve.ts'
import { type Moment, progressOf } from './moments.ts'
import { boxAround } from './occupancy.ts'
import type { Happening } from './paint-moments.ts'
import type { LabelLine, Measure, Scene, SceneLabel, SceneLink, SceneNode } from './scene.ts'
import { rimOf } from './scene.ts'
import { wordLine } from './scene-labels.ts'

interface Ground {
  readonly scene: Scene
  readonly camera: Camera
  readonly measure: Measure
  readonly nowMs: number
}

/** What passes now; a moment whose peer or link has gone meanwhile is not drawn. */
export function happeningsOf(moments: readonly Moment[], ground: Ground): Happening[] {
  if (moments.length === 0) return []
  const nodes = new Map(ground.scene.nodes.map((node) => [node.node.key, node]))
  const links = new Map(ground.scene.links.map((link) => [link.edge.key, link]))
  return moments.flatMap((moment) => happeningOf(moment, nodes, links, ground) ?? [])
}

function happeningOf(
  moment: Moment,
  nodes: ReadonlyMap<string, SceneNode>,
  links: ReadonlyMap<string, SceneLink>,
  ground: Ground,
): Happening | undefined {
  const progress = progressOf(moment, ground.nowMs)
  if (moment.kind === 'leaving') return left(moment, progress, ground)
  if (moment.kind === 'wave') {
    const at = nodes.get(moment.key)?.at
    return at && { kind: 'wave', at, progress }
  }
  if (moment.kind === 'closed') return closed(moment, progress, nodes, ground)
  const link = links.get(moment.key)
  // What is dimmed stays in the background.
  if (link === undefined || link.alpha < 1) return undefined
  const { curve } = link
  if (moment.kind === 'opened') return { kind: 'opened', curve, progress }
  return { kind: 'message', message: moment.message, curve, toTarget: moment.toTarget, progress }
}

function closed(
  { edge, words }: Moment & { kind: 'closed' },
  progress: number,
  nodes: ReadonlyMap<string, SceneNode>,
  { scene, measure }: Ground,
): Happening | undefined {
  const from = nodes.get(edge.source)?.at
  const to = nodes.get(edge.target)?.at
  if (from === undefined || to === undefined) return undefined
  const bend = bendPoint(from, to, edge.lane, scene.scale)
  const middle = { x: (from.x + 2 * bend.x + to.x) / 4, y: (from.y + 2 * bend.y + to.y) / 4 }
  const lines = words === '' ? [] : [wordLine(words, scene, scene.palette.failure, 600)]
  return { kind: 'closed', curve: { from, bend, to }, label: labelAt(middle, lines, measure, true), progress }
}

function left({ node, place, words }: Moment & { kind: 'leaving' }, progress: number, ground: Ground): Happening {
  const { scene, camera, measure } = ground
  const at = toScreen(camera, place)
  const { scale, palette } = scene
  const nameInside = insideOf(node, scale, measure)
  const shown: SceneNode = { node, at, scale, alpha: 1, selected: false, hovered: false, nameInside }
  const lines = [
    wordLine(node.name, scene, palette.ink, 600),
    wordLine(words === '' ? 'gone' : words, scene, palette.failure, 600),
  ]
  const below = { x: at.x, y: at.y + rimOf(scale) + 24 }
  return { kind: 'left', node: shown, label: labelAt(below, lines, measure, false), progress }
}

function labelAt(middle: Point, lines: readonly LabelLine[], measure: Measure, plate: boolean): SceneLabel {
  const width = Math.max(0, ...lines.map(({ text, font }) => measure(text, font))) + 10
  const height = lines.reduce((sum, line) => sum + line.height, 4)
  return { lines, lock: null, box: boxAround(middle, width, height), alpha: 1, plate }
}
