// Links and dials, with what is drawn on them: arrows, and the bars of those who choke.

import { quickselect } from 'd3'
import { arrowsOf } from './arrows.ts'
import { barsOf } from './bars.ts'
import type { Brush } from './brush.ts'
import { angleAt, type Curve, pointAt } from './curve.ts'
import { quietBytesPerSec, widthOf } from './flow.ts'
import type { Scene, SceneLink } from './scene.ts'

/** Less room than this, and only the busiest links are as wide as their rate. */
const crowdedRoom = 0.3
/** Thick lines are dear to draw, and so many are as much as an eye compares. */
const mostWide = 60
/** A line no wider than this is drawn without being filled as a shape, which takes a tenth of the time. */
const hairline = 0.9
/** Longer paths take a canvas more than their share of the time. */
const mostInPath = 400
const noDash: number[] = []
const chokedDash = [6, 5]
/** Dots rather than a line: nobody here has seen it. */
const reportedDash = [0.1, 7]

/** Whether there are so many links that all are drawn as thin lines, and only some wide ones over them. */
export function isCrowded({ room }: Scene): boolean {
  return room < crowdedRoom
}

/** The links without data as thin lines; in a crowd all links. */
export function paintThinLinks(brush: Brush, scene: Scene): void {
  const isCrowd = isCrowded(scene)
  const thin = isCrowd ? scene.links : scene.links.filter((link) => !isBusy(link))
  for (const dash of isCrowd ? [noDash] : [noDash, chokedDash, reportedDash]) {
    for (const isDim of [true, false]) {
      const group = thin.filter((link) => (isCrowd || dashOf(link) === dash) && link.alpha < 1 === isDim)
      if (group.length > 0) paintThin(brush, scene, group, dash)
    }
  }
  brush.setLineDash([])
}

/** The links with data as wide as their rate, in a crowd only the busiest; what is selected or pointed at comes last. */
export function paintWideLinks(brush: Brush, scene: Scene): void {
  for (const link of wideLinks(scene)) paintWide(brush, scene, link)
  brush.setLineDash([])
}

function wideLinks(scene: Scene): SceneLink[] {
  const busy = scene.links.filter(isBusy)
  if (!isCrowded(scene) || busy.length <= mostWide) return busy.sort(inOrder)
  // To put all of thousands in order would cost as much as to draw them.
  const rates = Float64Array.from(busy, busiest)
  quickselect(rates, busy.length - mostWide)
  const least = rates[busy.length - mostWide] ?? 0
  const above = busy.filter((link) => busiest(link) > least)
  const alike = busy.filter((link) => busiest(link) === least)
  const busiestOnes = new Set([...above, ...alike.slice(0, mostWide - above.length)])
  return busy.filter((link) => busiestOnes.has(link) || link.lit || isMarked(link)).sort(inOrder)
}

function inOrder(one: SceneLink, other: SceneLink): number {
  return rank(one) - rank(other) || busiest(one) - busiest(other)
}

/** Whether a link is drawn wide where there is room. */
function isBusy(link: SceneLink): boolean {
  return isMarked(link) || link.lit || !isIdle(link)
}

function rank(link: SceneLink): number {
  return isMarked(link) ? 2 : link.lit ? 1 : 0
}

/** Many lines of one look in few strokes: there may be thousands. */
function paintThin(brush: Brush, scene: Scene, links: readonly SceneLink[], dash: number[]): void {
  const { palette, room, scale } = scene
  brush.globalAlpha = (links[0]?.alpha ?? 1) * Math.max(0.1, Math.sqrt(room))
  brush.strokeStyle = palette.idleLink
  brush.lineWidth = isCrowded(scene) ? hairline : Math.max(1, 1.6 * scale * palette.lineScale)
  brush.setLineDash(dash)
  brush.lineCap = dash === reportedDash ? 'round' : 'butt'
  for (let first = 0; first < links.length; first += mostInPath) {
    brush.beginPath()
    for (const { curve } of links.slice(first, first + mostInPath)) traceCurve(brush, curve)
    brush.stroke()
  }
  brush.lineCap = 'butt'
}

function dashOf({ edge }: SceneLink): number[] {
  if (edge.isReported) return reportedDash
  return edge.choked ? chokedDash : noDash
}

/** A link as wide as its rate; what is selected or pointed at has a dark edge. */
function paintWide(brush: Brush, { palette, room, scale }: Scene, link: SceneLink): void {
  const share = link.lit ? 1 : Math.sqrt(room)
  const width = Math.max(1, widthOf(busiest(link)) * scale * share * palette.lineScale)
  brush.globalAlpha = link.alpha * Math.max(0.4, share)
  brush.setLineDash(noDash)
  if (isMarked(link)) strokeCurve(brush, link.curve, palette.ink, width + (link.selected ? 5 : 3))
  const dash = dashOf(link)
  // Dots as far apart as they are wide: a busy link keeps its width.
  brush.setLineDash(dash === reportedDash ? [0.1, 1.7 * width + 2] : dash)
  brush.lineCap = dash === reportedDash ? 'round' : 'butt'
  const quiet = isMarked(link) ? palette.paper : palette.idleLink
  strokeCurve(brush, link.curve, isIdle(link) ? quiet : palette.busyLink, width)
  brush.lineCap = 'butt'
}

/** Dials under way or failed: a dashed line to the ghost. */
export function paintDialLines(brush: Brush, { dialLines, scale, palette }: Scene): void {
  brush.lineWidth = Math.max(1, 1.8 * scale * palette.lineScale)
  brush.setLineDash([4, 5])
  for (const { edge, from, to, alpha } of dialLines) {
    brush.globalAlpha = alpha
    brush.strokeStyle = edge.failed ? palette.failure : palette.ghost
    brush.beginPath()
    brush.moveTo(from.x, from.y)
    brush.lineTo(to.x, to.y)
    brush.stroke()
  }
  brush.setLineDash([])
}

/** Arrowheads that say which way data flows, in the giver's colour. */
export function paintArrows(brush: Brush, { links, detail, room, palette }: Scene): void {
  for (const link of links) {
    if (!link.lit && (detail === 'far' || room < crowdedRoom)) continue
    brush.globalAlpha = link.alpha
    for (const { t, toTarget } of arrowsOf(link)) {
      const giver = toTarget ? link.source.role : link.target.role
      paintArrow(brush, link, t, toTarget ? 0 : Math.PI, palette.roleColour[giver], palette.paper)
    }
  }
}

function paintArrow(brush: Brush, link: SceneLink, t: number, turn: number, colour: string, edge: string): void {
  const { x, y } = pointAt(link.curve, t)
  const size = (6 + 0.7 * widthOf(busiest(link))) * link.scale
  brush.save()
  brush.translate(x, y)
  brush.rotate(angleAt(link.curve, t) + turn)
  brush.beginPath()
  brush.moveTo(size, 0)
  brush.lineTo(-0.8 * size, 0.85 * size)
  brush.lineTo(-0.35 * size, 0)
  brush.lineTo(-0.8 * size, -0.85 * size)
  brush.closePath()
  brush.lineWidth = 3
  brush.strokeStyle = edge
  brush.stroke()
  brush.fillStyle = colour
  brush.fill()
  brush.restore()
}

/**
 * A bar across the link at the end that chokes: red and bold where the other would like to download, grey where nobody
 * minds, which is told of lit links only.
 */
export function paintBars(brush: Brush, { links, detail, room, palette }: Scene): void {
  for (const link of links) {
    if (!link.lit && (detail === 'far' || room < crowdedRoom)) continue
    brush.globalAlpha = link.alpha
    for (const { t, refuses } of barsOf(link))
      paintBar(brush, link, t, refuses, refuses ? palette.failure : palette.ghost, palette.paper)
  }
}

function paintBar(
  brush: Brush,
  { curve, scale }: SceneLink,
  t: number,
  isBold: boolean,
  colour: string,
  edge: string,
): void {
  const { x, y } = pointAt(curve, t)
  const angle = angleAt(curve, t) + Math.PI / 2
  const reach = (isBold ? 11 : 7) * scale
  const width = Math.max(2, (isBold ? 5 : 3) * scale)
  brush.lineCap = 'round'
  for (const [lineWidth, colourNow] of [
    [width + 4 * scale, edge],
    [width, colour],
  ] as const) {
    brush.beginPath()
    brush.moveTo(x - reach * Math.cos(angle), y - reach * Math.sin(angle))
    brush.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle))
    brush.lineWidth = lineWidth
    brush.strokeStyle = colourNow
    brush.stroke()
  }
  brush.lineCap = 'butt'
}

function strokeCurve(brush: Brush, curve: Curve, colour: string, width: number): void {
  brush.beginPath()
  traceCurve(brush, curve)
  brush.strokeStyle = colour
  brush.lineWidth = width
  brush.stroke()
}

function traceCurve(brush: Brush, { from, bend, to, isStraight }: Curve): void {
  brush.moveTo(from.x, from.y)
  if (isStraight) brush.lineTo(to.x, to.y)
  else brush.quadraticCurveTo(bend.x, bend.y, to.x, to.y)
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
