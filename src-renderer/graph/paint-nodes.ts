// The bodies of the graph: peers with their rings, and the ghosts of dials.

import type { Point } from './camera.ts'
import type { NodeRole, PeerNode } from './model.ts'
import {
  bodyRadius,
  failure,
  font,
  ghost,
  ink,
  paper,
  rimRadius,
  ringRadius,
  ringTrack,
  ringWidth,
  roleColour,
  rolePaleColour,
  white,
} from './palette.ts'
import { nameFont, type SceneGhost, type SceneNode } from './scene.ts'
import { badgeAngle } from './scene-ports.ts'

/** Peers: ring of pieces, body in the shape of the role, name, and what marks "me" and a tracker. */
export function paintNodes(context: CanvasRenderingContext2D, nodes: readonly SceneNode[]): void {
  for (const node of nodes) {
    context.globalAlpha = node.alpha
    paintBase(context, node)
    paintRing(context, node)
    paintBody(context, node)
    paintName(context, node)
    if (node.node.hasTracker && node.node.running && node.scale >= 0.36) paintTracker(context, node)
  }
}

/** Dials: a dashed circle, with dots while it is under way and a cross once it failed. */
export function paintGhosts(context: CanvasRenderingContext2D, ghosts: readonly SceneGhost[]): void {
  for (const { node, at, scale, alpha, selected } of ghosts) {
    const failed = node.reason !== null
    context.globalAlpha = alpha
    context.beginPath()
    context.arc(at.x, at.y, 20 * scale, 0, 2 * Math.PI)
    context.fillStyle = paper
    context.fill()
    context.setLineDash([5, 4])
    context.lineWidth = (selected ? 4 : 2.2) * Math.max(0.7, scale)
    context.strokeStyle = failed ? failure : ghost
    context.stroke()
    context.setLineDash([])
    if (failed) paintCross(context, at, 7 * scale)
    else paintDotsOfWaiting(context, at, scale)
  }
}

/** Traces the outline of a role: square seeder, round peer, diamond leecher; none is a smaller circle. */
export function traceShape(context: CanvasRenderingContext2D, role: NodeRole, { x, y }: Point, radius: number): void {
  context.beginPath()
  if (role === 'seeder') {
    const half = 0.86 * radius
    context.roundRect(x - half, y - half, 2 * half, 2 * half, 0.22 * radius)
  } else if (role === 'leecher') {
    const half = 1.12 * radius
    context.moveTo(x, y - half)
    context.lineTo(x + half, y)
    context.lineTo(x, y + half)
    context.lineTo(x - half, y)
    context.closePath()
  } else {
    context.arc(x, y, role === 'peer' ? 0.98 * radius : 0.8 * radius, 0, 2 * Math.PI)
  }
}

/** The ground that hides links under the node; a dark double outline for "me", a halo for what is selected. */
function paintBase(context: CanvasRenderingContext2D, { node, at, scale, selected, hovered }: SceneNode): void {
  context.beginPath()
  context.arc(at.x, at.y, rimRadius * scale, 0, 2 * Math.PI)
  context.fillStyle = selected ? '#fff3c4' : white
  context.fill()
  if (node.place === 'me') {
    context.lineWidth = Math.max(1.2, 2.4 * scale)
    context.strokeStyle = ink
    context.stroke()
  }
  if (selected || hovered) {
    context.beginPath()
    context.arc(at.x, at.y, (rimRadius + 3.5) * scale, 0, 2 * Math.PI)
    context.lineWidth = Math.max(1.5, (selected ? 4 : 2) * scale)
    context.strokeStyle = selected ? '#e0a100' : ghost
    context.stroke()
  }
}

/** The share of pieces as an arc, clockwise from the top. */
function paintRing(context: CanvasRenderingContext2D, { node, at, scale }: SceneNode): void {
  const top = -Math.PI / 2
  context.lineWidth = Math.max(1.5, ringWidth * scale)
  context.strokeStyle = ringTrack
  context.beginPath()
  context.arc(at.x, at.y, ringRadius * scale, 0, 2 * Math.PI)
  context.stroke()
  if (node.share === 0) return
  context.strokeStyle = bodyColour(node)
  context.beginPath()
  context.arc(at.x, at.y, ringRadius * scale, top, top + 2 * Math.PI * node.share)
  context.stroke()
}

/** Solid for peers of this app; pale with a thick outline for another Swarmscope, dashed for other programs. */
function paintBody(context: CanvasRenderingContext2D, { node, at, scale }: SceneNode): void {
  traceShape(context, node.role, at, bodyRadius * scale)
  const here = isHere(node)
  context.fillStyle = here ? bodyColour(node) : isActive(node) ? rolePaleColour[node.role] : rolePaleColour.none
  context.fill()
  if (here) return
  context.lineWidth = Math.max(1.5, 3.4 * scale)
  context.setLineDash(node.place === 'foreign' ? [4.5 * scale, 3.5 * scale] : [])
  context.strokeStyle = bodyColour(node)
  context.stroke()
  context.setLineDash([])
}

function paintName(context: CanvasRenderingContext2D, { node, at, scale, nameInside }: SceneNode): void {
  const me = node.place === 'me' && scale >= 0.56
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = isHere(node) ? white : ink
  if (nameInside !== null) {
    context.font = nameFont(scale)
    context.fillText(nameInside, at.x, at.y + (me ? -5 : 1) * scale)
  } else if (!me) paintRoleArrows(context, node.role, at, scale)
  if (me) {
    context.font = font(Math.max(10, 13 * scale), 600)
    context.fillText('me', at.x, at.y + (nameInside === null ? 1 : 11) * scale)
  }
}

/** What a role does, for bodies without a name inside: give, take, or both. */
function paintRoleArrows(context: CanvasRenderingContext2D, role: NodeRole, at: Point, scale: number): void {
  if (role === 'none') return
  const gap = role === 'peer' ? 7 * scale : 0
  if (role !== 'leecher') paintRoleArrow(context, { x: at.x - gap, y: at.y }, -1, scale)
  if (role !== 'seeder') paintRoleArrow(context, { x: at.x + gap, y: at.y }, 1, scale)
}

function paintRoleArrow(context: CanvasRenderingContext2D, { x, y }: Point, down: 1 | -1, scale: number): void {
  const reach = 10 * scale * down
  context.beginPath()
  context.moveTo(x, y - reach)
  context.lineTo(x, y + reach)
  context.moveTo(x - 5.5 * scale, y + 0.4 * reach)
  context.lineTo(x, y + reach)
  context.lineTo(x + 5.5 * scale, y + 0.4 * reach)
  context.lineWidth = Math.max(1.2, 3 * scale)
  context.strokeStyle = context.fillStyle
  context.lineJoin = 'round'
  context.stroke()
}

/** A little mast with two waves, on a plate at the upper right of the rim. */
function paintTracker(context: CanvasRenderingContext2D, { at, scale }: SceneNode): void {
  const x = at.x + rimRadius * scale * Math.cos(badgeAngle)
  const y = at.y + rimRadius * scale * Math.sin(badgeAngle)
  paintTrackerBadge(context, { x, y }, scale)
}

/** The sign of a tracker, middle at a point. */
export function paintTrackerBadge(context: CanvasRenderingContext2D, { x, y }: Point, scale: number): void {
  context.beginPath()
  context.arc(x, y, 11.5 * scale, 0, 2 * Math.PI)
  context.fillStyle = white
  context.fill()
  context.lineWidth = Math.max(1, 1.6 * scale)
  context.strokeStyle = ink
  context.stroke()
  context.beginPath()
  context.moveTo(x - 3.6 * scale, y + 7 * scale)
  context.lineTo(x, y - 1.5 * scale)
  context.lineTo(x + 3.6 * scale, y + 7 * scale)
  for (const radius of [4, 7]) {
    for (const side of [0, Math.PI]) {
      const from = side - 0.75
      context.moveTo(x + radius * scale * Math.cos(from), y - 2 * scale + radius * scale * Math.sin(from))
      context.arc(x, y - 2 * scale, radius * scale, from, side + 0.75)
    }
  }
  context.stroke()
  context.beginPath()
  context.arc(x, y - 2 * scale, 1.9 * scale, 0, 2 * Math.PI)
  context.fillStyle = ink
  context.fill()
}

function paintCross(context: CanvasRenderingContext2D, { x, y }: Point, half: number): void {
  context.beginPath()
  context.moveTo(x - half, y - half)
  context.lineTo(x + half, y + half)
  context.moveTo(x + half, y - half)
  context.lineTo(x - half, y + half)
  context.lineWidth = Math.max(1.5, 0.45 * half)
  context.lineCap = 'round'
  context.stroke()
  context.lineCap = 'butt'
}

function paintDotsOfWaiting(context: CanvasRenderingContext2D, { x, y }: Point, scale: number): void {
  context.beginPath()
  for (const aside of [-7, 0, 7]) {
    context.moveTo(x + aside * scale + 2 * scale, y)
    context.arc(x + aside * scale, y, 2 * scale, 0, 2 * Math.PI)
  }
  context.fillStyle = ghost
  context.fill()
}

function isHere({ place }: PeerNode): boolean {
  return place === 'me' || place === 'local'
}

function isActive({ running, state }: PeerNode): boolean {
  return running && state === 'active'
}

function bodyColour(node: PeerNode): string {
  return isActive(node) ? roleColour[node.role] : roleColour.none
}
