// Moments → what is drawn of them now, where the scene has what they belong to.

import { type Camera, toScreen } from './camera.ts'
import { insideOf } from './compose-scene.ts'
import { bendPoint, pointAt } from './curve.ts'
import { boxesBeside, cornersOf, extent } from './label-places.ts'
import { type Moment, progressOf } from './moments.ts'
import { type Box, boxAround, createOccupancy, type Occupancy } from './occupancy.ts'
import type { Happening } from './paint-moments.ts'
import {
  type LabelLine,
  type Measure,
  rimOf,
  type Scene,
  type SceneLabel,
  type SceneLink,
  type SceneNode,
} from './scene.ts'
import { wordLine } from './scene-labels.ts'

const besideMiddle = [0.4, 0.6, 0.3, 0.7] as const

interface Ground {
  readonly scene: Scene
  readonly camera: Camera
  readonly measure: Measure
  readonly nowMs: number
}

/** What is found out of a scene when a moment first asks for it, as a scene lasts for many frames. */
interface Known {
  nodes?: ReadonlyMap<string, SceneNode>
  links?: ReadonlyMap<string, SceneLink>
  /** Where words would hide something, or other words. */
  taken?: Occupancy
  /** Words stay where they were put. */
  readonly boxes: WeakMap<Moment, Box>
}

const knownOf = new WeakMap<Scene, Known>()

/** What passes now; a moment whose peer or link has gone meanwhile is not drawn. */
export function happeningsOf(moments: readonly Moment[], ground: Ground): Happening[] {
  return moments.flatMap((moment) => happeningOf(moment, ground) ?? [])
}

function happeningOf(moment: Moment, ground: Ground): Happening | undefined {
  const progress = progressOf(moment, ground.nowMs)
  if (moment.kind === 'leaving') return left(moment, progress, ground)
  if (moment.kind === 'closed') return closed(moment, progress, ground)
  if (moment.kind === 'wave') {
    const at = nodeIn(ground.scene, moment.key)?.at
    return at && { kind: 'wave', at, progress }
  }
  const link = linkIn(ground.scene, moment.key)
  // What is dimmed stays in the background.
  if (link === undefined || link.alpha < 1) return undefined
  const { curve } = link
  if (moment.kind === 'opened') return { kind: 'opened', curve, progress }
  return { kind: 'message', message: moment.message, curve, toTarget: moment.toTarget, progress }
}

function closed(moment: Moment & { kind: 'closed' }, progress: number, ground: Ground): Happening | undefined {
  const { scene, measure } = ground
  const { edge, words } = moment
  const from = nodeIn(scene, edge.source)?.at
  const to = nodeIn(scene, edge.target)?.at
  if (from === undefined || to === undefined) return undefined
  const curve = { from, bend: bendPoint(from, to, edge.lane, scene.scale), to }
  const lines = words === '' ? [] : [wordLine(words, scene, scene.palette.failure, 600)]
  const { width, height } = extent(lines, measure)
  const boxAt = (t: number) => boxAround(pointAt(curve, t), width + 10, height + 4)
  const label = labelIn(moment, [boxAt(0.5), ...besideMiddle.map(boxAt)], lines, scene, true)
  return { kind: 'closed', curve, label, progress }
}

function left(moment: Moment & { kind: 'leaving' }, progress: number, { scene, camera, measure }: Ground): Happening {
  const { node, place, words } = moment
  const at = toScreen(camera, place)
  const { scale, palette } = scene
  const nameInside = insideOf(node, scale, measure)
  const shown: SceneNode = { node, at, scale, alpha: 1, selected: false, hovered: false, nameInside }
  const lines = [
    wordLine(node.name, scene, palette.ink, 600),
    wordLine(words === '' ? 'gone' : words, scene, palette.failure, 600),
  ]
  const boxes = boxesBeside(at, rimOf(scale), extent(lines, measure))
  return { kind: 'left', node: shown, label: labelIn(moment, boxes, lines, scene, false), progress }
}

/** Words in the first of these places where they cover nothing, else where they cover least. */
function labelIn(
  moment: Moment,
  [first, ...others]: readonly [Box, ...Box[]],
  lines: readonly LabelLine[],
  scene: Scene,
  plate: boolean,
): SceneLabel {
  const { boxes } = knownIn(scene)
  let box = boxes.get(moment)
  if (box === undefined) {
    const taken = takenIn(scene)
    box = others.reduce((best, one) => (taken.covered(one) < taken.covered(best) - 1 ? one : best), first)
    taken.take(box)
    boxes.set(moment, box)
  }
  return { lines, lock: null, box, alpha: 1, plate }
}

function knownIn(scene: Scene): Known {
  const known = knownOf.get(scene) ?? { boxes: new WeakMap() }
  knownOf.set(scene, known)
  return known
}

function nodeIn(scene: Scene, key: string): SceneNode | undefined {
  const known = knownIn(scene)
  known.nodes ??= new Map(scene.nodes.map((node) => [node.node.key, node]))
  return known.nodes.get(key)
}

function linkIn(scene: Scene, key: string): SceneLink | undefined {
  const known = knownIn(scene)
  known.links ??= new Map(scene.links.map((link) => [link.edge.key, link]))
  return known.links.get(key)
}

function takenIn(scene: Scene): Occupancy {
  const known = knownIn(scene)
  known.taken ??= occupied(scene)
  return known.taken
}

function occupied({ size, nodes, labels, scale }: Scene): Occupancy {
  const taken = createOccupancy(size)
  const body = 2 * rimOf(scale)
  for (const corner of cornersOf(size)) taken.take(corner)
  for (const { at } of nodes) taken.take(boxAround(at, body, body))
  for (const { box } of labels) taken.take(box)
  return taken
}
