// Moments → what is drawn of them now, where the scene has what they belong to.

import { type Camera, toScreen } from './camera.ts'
import { insideOf } from './compose-scene.ts'
import { bendPoint, pointAt } from './curve.ts'
import { boxesBeside, cornersOf, extent } from './label-places.ts'
import { type Moment, progressOf } from './moments.ts'
import { type Box, boxAround, createOccupancy, type Occupancy } from './occupancy.ts'
import type { Happening } from './paint-moments.ts'
import type { LabelLine, Measure, Scene, SceneLabel, SceneLink, SceneNode } from './scene.ts'
import { rimOf } from './scene.ts'
import { wordLine } from './scene-labels.ts'

const besideMiddle = [0.4, 0.6, 0.3, 0.7] as const

interface Ground {
  readonly scene: Scene
  readonly camera: Camera
  readonly measure: Measure
  readonly nowMs: number
  /** Where words would hide something, or other words. */
  readonly taken: Occupancy
}

function takenIn({ size, nodes, labels, scale }: Scene): Occupancy {
  const taken = createOccupancy(size)
  const body = 2 * rimOf(scale)
  for (const corner of cornersOf(size)) taken.take(corner)
  for (const { at } of nodes) taken.take(boxAround(at, body, body))
  for (const { box } of labels) taken.take(box)
  return taken
}

/** What passes now; a moment whose peer or link has gone meanwhile is not drawn. */
export function happeningsOf(moments: readonly Moment[], ground: Omit<Ground, 'taken'>): Happening[] {
  if (moments.length === 0) return []
  return happeningsOn(moments, { ...ground, taken: takenIn(ground.scene) })
}

function happeningsOn(moments: readonly Moment[], ground: Ground): Happening[] {
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
  { scene, measure, taken }: Ground,
): Happening | undefined {
  const from = nodes.get(edge.source)?.at
  const to = nodes.get(edge.target)?.at
  if (from === undefined || to === undefined) return undefined
  const bend = bendPoint(from, to, edge.lane, scene.scale)
  const curve = { from, bend, to }
  const lines = words === '' ? [] : [wordLine(words, scene, scene.palette.failure, 600)]
  const { width, height } = extent(lines, measure)
  const boxAt = (t: number) => boxAround(pointAt(curve, t), width + 10, height + 4)
  return {
    kind: 'closed',
    curve,
    label: labelIn([boxAt(0.5), ...besideMiddle.map(boxAt)], lines, taken, true),
    progress,
  }
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
  const boxes = boxesBeside(at, rimOf(scale), extent(lines, measure))
  return { kind: 'left', node: shown, label: labelIn(boxes, lines, ground.taken, false), progress }
}

/** Words in the first of these places where they cover nothing, else where they cover least. */
function labelIn(
  [first, ...others]: readonly [Box, ...Box[]],
  lines: readonly LabelLine[],
  taken: Occupancy,
  plate: boolean,
): SceneLabel {
  let box = first
  for (const other of others) if (taken.covered(other) < taken.covered(box) - 1) box = other
  taken.take(box)
  return { lines, lock: null, box, alpha: 1, plate }
}
