// Draws a scene on a canvas, one pass a function, from back to front. Knows neither React nor the store.

import { arrowsOf } from './arrows.ts'
import type { Point } from './camera.ts'
import { angleAt, pointAt, shareAlong } from './curve.ts'
import { quietBytesPerSec, widthOf } from './flow.ts'
import { paintDots, type Travelled } from './paint-dots.ts'
import { lockPlace, paintLock } from './paint-lock.ts'
import { paintGhosts, paintNodes } from './paint-nodes.ts'
import { busyLink, failure, ghost, idleLink, ink, paper, roleColour, selectedLink, white } from './palette.ts'
import { lockWidth, type Scene, type SceneLabel, type SceneLink, type ScenePort } from './scene.ts'
import { portFont } from './scene-ports.ts'

/** A ripple round a node: where it is and how far it has come, 0 to 1. */
export interface Wave {
  readonly at: Point
  readonly progress: number
}

/** What moves between two scenes. `travelled` is null when motion is not wanted: no dots then. */
export interface Motion {
  readonly travelled: Travelled | null
  readonly waves: readonly Wave[]
}

/** Paints the whole picture; the context's units are CSS px. */
export function paintScene(context: CanvasRenderingContext2D, scene: Scene, motion: Motion): void {
  context.clearRect(0, 0, scene.size.width, scene.size.height)
  paintWaves(context, scene, motion.waves)
  paintIdleLinks(context, scene)
  paintBusyLinks(context, scene)
  paintDialLines(context, scene)
  if (motion.travelled !== null) paintDots(context, scene, motion.travelled)
  paintArrows(context, scene)
  paintNodes(context, scene.leaving)
  paintNodes(context, scene.nodes)
  paintGhosts(context, scene.ghosts)
  paintBars(context, scene)
  paintSockets(context, scene.ports)
  paintClientPorts(context, scene.ports)
  paintLabels(context, scene.labels)
  context.globalAlpha = 1
}

/** The tracker's broadcast, rippling outward. */
export function paintWaves(context: CanvasRenderingContext2D, { scale }: Scene, waves: readonly Wave[]): void {
  for (const { at, progress } of waves) {
    for (const lag of [0, 0.22]) {
      const share = (progress - lag) / (1 - lag)
      if (share <= 0 || share >= 1) continue
      context.globalAlpha = 0.45 * (1 - share)
      context.strokeStyle = ink
      context.lineWidth = 2.5 * scale
      context.beginPath()
      context.arc(at.x, at.y, (46 + 62 * share) * scale, 0, 2 * Math.PI)
      context.stroke()
    }
  }
}

/** Links without data, gathered by look into few strokes: there may be thousands. */
export function paintIdleLinks(context: CanvasRenderingContext2D, scene: Scene): void {
  const thin = scene.room < 1 ? 0.8 : Math.max(1, 1.6 * scene.scale)
  for (const choked of [false, true]) {
    for (const alpha of [0.28, 1]) {
      const group = scene.links.filter(
        (link) =>
          link.edge.choked === choked && isIdle(link) && !isMarked(link) && (link.alpha === 1) === (alpha === 1),
      )
      if (group.length === 0) continue
      context.globalAlpha = alpha * Math.max(0.2, Math.sqrt(scene.room))
      context.strokeStyle = idleLink
      context.lineWidth = thin
      context.setLineDash(choked && scene.room > 0.2 ? [6, 5] : [])
      context.beginPath()
      for (const { curve } of group) traceCurve(context, curve)
      context.stroke()
    }
  }
  context.setLineDash([])
}

/** Links with data, as wide as their rate, and whatever is selected or pointed at. */
export function paintBusyLinks(context: CanvasRenderingContext2D, { links, scale, room }: Scene): void {
  const shown = links.filter((link) => !isIdle(link) || isMarked(link))
  for (const link of shown.sort((a, b) => Number(isMarked(a)) - Number(isMarked(b)))) {
    const share = link.lit ? 1 : Math.sqrt(room)
    const width = Math.max(0.8, widthOf(busiest(link)) * scale * share)
    context.globalAlpha = link.alpha * Math.max(0.3, share)
    if (isMarked(link)) strokeCurve(context, link, selectedLink, width + (link.selected ? 5 : 3), [])
    const dash = link.edge.choked ? [6, 5] : []
    strokeCurve(context, link, isIdle(link) ? (isMarked(link) ? paper : idleLink) : busyLink, width, dash)
  }
}

/** Dials under way or failed: a dashed line to the ghost. */
export function paintDialLines(context: CanvasRenderingContext2D, { dialLines, scale }: Scene): void {
  context.lineWidth = Math.max(1, 1.8 * scale)
  context.setLineDash([4, 5])
  for (const { edge, from, to, alpha } of dialLines) {
    context.globalAlpha = alpha
    context.strokeStyle = edge.failed ? failure : ghost
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.lineTo(to.x, to.y)
    context.stroke()
  }
  context.setLineDash([])
}

/** Arrowheads that say which way data flows, in the giver's colour. */
export function paintArrows(context: CanvasRenderingContext2D, { links, detail, room }: Scene): void {
  for (const link of links) {
    if (!link.lit && (detail === 'far' || room < 0.3)) continue
    context.globalAlpha = link.alpha
    for (const { t, toTarget } of arrowsOf(link)) {
      paintArrow(context, link, t, toTarget ? 0 : Math.PI, roleColour[toTarget ? link.source.role : link.target.role])
    }
  }
}

/** A bar across the link near the end that chokes the other, which would like to download. */
export function paintBars(context: CanvasRenderingContext2D, { links, detail, room }: Scene): void {
  for (const link of links) {
    if (!link.lit && (detail !== 'close' || room < 0.5)) continue
    context.globalAlpha = link.alpha
    if (link.edge.sourceRefuses) paintBar(context, link, shareAlong(link.curve, 34 * link.scale))
    if (link.edge.targetRefuses) paintBar(context, link, 1 - shareAlong(link.curve, 13 * link.scale))
  }
}

/** The acceptor's end: an open socket. */
export function paintSockets(context: CanvasRenderingContext2D, ports: readonly ScenePort[]): void {
  for (const port of ports) {
    if (port.kind !== 'socket') continue
    context.globalAlpha = port.alpha
    context.beginPath()
    context.arc(port.at.x, port.at.y, 5.2 * port.scale, 0, 2 * Math.PI)
    context.fillStyle = white
    context.fill()
    context.strokeStyle = ink
    context.lineWidth = Math.max(1, 2.4 * port.scale)
    context.stroke()
  }
}

/** The dialler's end: a dark plug with the number of its client port. */
export function paintClientPorts(context: CanvasRenderingContext2D, ports: readonly ScenePort[]): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const port of ports) {
    if (port.kind !== 'client') continue
    const { x, y, width, height } = port.box
    context.globalAlpha = port.alpha
    context.beginPath()
    context.roundRect(x, y, width, height, Math.min(5, height / 2))
    context.fillStyle = port.pending ? white : ink
    context.fill()
    if (port.pending) strokeDashed(context, ghost)
    if (port.text !== null) {
      context.font = portFont(port.scale)
      context.fillStyle = port.pending ? ink : white
      context.fillText(port.text, port.at.x, port.at.y + 0.5)
    }
  }
}

/** Names, addresses and rates, each on a plate or with a halo so that lines under them do not hurt. */
export function paintLabels(context: CanvasRenderingContext2D, labels: readonly SceneLabel[]): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  for (const { lines, lock, box, alpha, plate } of labels) {
    context.globalAlpha = alpha
    if (plate) paintPlate(context, box)
    const lockRoom = lock === null ? 0 : lockWidth(box.height)
    if (lock !== null) paintLock(context, lock, lockPlace(box, lines.length === 0))
    const middle = box.x + (box.width + lockRoom) / 2
    const lineHeights = lines.reduce((sum, line) => sum + line.height, 0)
    let y = box.y + (box.height - lineHeights) / 2
    for (const line of lines) {
      context.font = line.font
      if (!plate) {
        context.strokeStyle = paper
        context.lineWidth = 4
        context.strokeText(line.text, middle, y + line.height / 2)
      }
      context.fillStyle = line.colour
      context.fillText(line.text, middle, y + line.height / 2)
      y += line.height
    }
  }
}

function paintPlate(context: CanvasRenderingContext2D, box: SceneLabel['box']): void {
  context.beginPath()
  context.roundRect(box.x, box.y, box.width, box.height, 5)
  context.fillStyle = paper
  context.fill()
}

function paintArrow(context: CanvasRenderingContext2D, link: SceneLink, t: number, turn: number, colour: string): void {
  const { x, y } = pointAt(link.curve, t)
  const size = (6 + 0.7 * widthOf(busiest(link))) * link.scale
  context.save()
  context.translate(x, y)
  context.rotate(angleAt(link.curve, t) + turn)
  context.beginPath()
  context.moveTo(size, 0)
  context.lineTo(-0.8 * size, 0.85 * size)
  context.lineTo(-0.35 * size, 0)
  context.lineTo(-0.8 * size, -0.85 * size)
  context.closePath()
  context.lineWidth = 3
  context.strokeStyle = paper
  context.stroke()
  context.fillStyle = colour
  context.fill()
  context.restore()
}

function paintBar(context: CanvasRenderingContext2D, { curve, scale }: SceneLink, t: number): void {
  const { x, y } = pointAt(curve, t)
  const angle = angleAt(curve, t) + Math.PI / 2
  const acrossX = 7.5 * scale * Math.cos(angle)
  const acrossY = 7.5 * scale * Math.sin(angle)
  context.beginPath()
  context.moveTo(x - acrossX, y - acrossY)
  context.lineTo(x + acrossX, y + acrossY)
  context.lineCap = 'round'
  context.lineWidth = Math.max(1.5, 3.4 * scale)
  context.strokeStyle = failure
  context.stroke()
  context.lineCap = 'butt'
}

function strokeDashed(context: CanvasRenderingContext2D, colour: string): void {
  context.setLineDash([3, 3])
  context.lineWidth = 1.3
  context.strokeStyle = colour
  context.stroke()
  context.setLineDash([])
}

function strokeCurve(
  context: CanvasRenderingContext2D,
  { curve }: SceneLink,
  colour: string,
  width: number,
  dash: number[],
): void {
  context.setLineDash(dash)
  context.beginPath()
  traceCurve(context, curve)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
  context.setLineDash([])
}

function traceCurve(context: CanvasRenderingContext2D, { from, bend, to }: SceneLink['curve']): void {
  context.moveTo(from.x, from.y)
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y)
}

function busiest({ edge }: SceneLink): number {
  return Math.max(edge.toSourceBytesPerSec, edge.toTargetBytesPerSec)
}

function isIdle(link: SceneLink): boolean {
  return busiest(link) < quietBytesPerSec
}

function isMarked(link: SceneLink): boolean {
  return link.selected || link.hovered
}
