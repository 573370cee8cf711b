// The bodies of the peers, with their rings, names and badges.

import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { NodeRole, PeerNode } from './model.ts'
import { paintClientBadge, paintTrackerBadge } from './paint-badges.ts'
import { bodyRadius, font, type Palette, rimRadius, ringRadius, ringWidth } from './palette.ts'
import { type Detail, nameFont, rimPoint, type SceneNode } from './scene.ts'
import { badgeAngle, clientBadgeAngle } from './scene-ports.ts'
import { seatedRoles } from './swarm-role-seats.ts'

/** What nodes share: how much of each there is room for. */
export interface NodeLook {
  readonly palette: Palette
  readonly detail: Detail
}

/** More peers than this, seen from far, are specks: a shape each would cost more than it says. */
const mostShapes = 1200
/** Smaller than this, a ring is drawn round the peers of a moderate crowd only: of more it would be a smear. */
const smallestRing = 0.26
const mostSmallRings = 400
/** Smaller than this, a letter in a mark cannot be read. */
const leastLettered = 0.5

/** Peers: ring of pieces, body in the shape of the role, name, and what marks "me", a tracker and a foreign client. */
export function paintNodes(brush: Brush, nodes: readonly SceneNode[], look: NodeLook): void {
  if (look.detail === 'far' && nodes.length > mostShapes) return paintSpecks(brush, nodes, look.palette)
  const hasRings = nodes.length <= mostSmallRings
  for (const node of nodes) {
    const { palette } = look
    const hasRing = hasRings || node.scale >= smallestRing
    brush.globalAlpha = node.alpha
    paintBase(brush, node, palette, hasRing)
    if (hasRing) paintRing(brush, node, look)
    paintBody(brush, node, palette)
    if (!hasRing) continue
    paintName(brush, node, palette)
    paintSwarmRoles(brush, node, palette)
    if (node.scale < 0.36) continue
    if (node.node.hasTracker && node.node.running) {
      paintTrackerBadge(brush, rimPoint(node, badgeAngle), node.scale, palette)
    }
    if (node.node.badge !== null) {
      paintClientBadge(brush, node.node.badge, rimPoint(node, clientBadgeAngle), node.scale, palette)
    }
  }
}

/** Little squares, larger for seeders, crosses for leechers; whatever stands out is drawn in full above them. */
function paintSpecks(brush: Brush, nodes: readonly SceneNode[], palette: Palette): void {
  for (const { node, at, alpha } of nodes) {
    brush.globalAlpha = alpha
    brush.fillStyle = bodyColour(node, palette)
    if (node.role === 'leecher') {
      brush.fillRect(at.x - 4, at.y - 1.25, 8, 2.5)
      brush.fillRect(at.x - 1.25, at.y - 4, 2.5, 8)
      continue
    }
    const side = node.role === 'seeder' ? 8 : 4.5
    brush.fillRect(at.x - side / 2, at.y - side / 2, side, side)
  }
  const standing = nodes.filter(({ node, selected, hovered }) => selected || hovered || node.place === 'me')
  if (standing.length <= mostShapes) paintNodes(brush, standing, { palette, detail: 'far' })
}

/** Traces the outline of a role: square seeder, round peer, diamond leecher; none is a smaller circle. */
export function traceShape(brush: Brush, role: NodeRole, { x, y }: Point, radius: number): void {
  brush.beginPath()
  if (role === 'seeder') {
    const half = 0.86 * radius
    brush.roundRect(x - half, y - half, 2 * half, 2 * half, 0.22 * radius)
  } else if (role === 'leecher') {
    const half = 1.12 * radius
    brush.moveTo(x, y - half)
    brush.lineTo(x + half, y)
    brush.lineTo(x, y + half)
    brush.lineTo(x - half, y)
    brush.closePath()
  } else {
    brush.arc(x, y, role === 'peer' ? 0.98 * radius : 0.8 * radius, 0, 2 * Math.PI)
  }
}

/** The ground that hides links under the node; a dark double outline for "me", a halo for what is selected. */
function paintBase(
  brush: Brush,
  { node, at, scale, selected, hovered }: SceneNode,
  palette: Palette,
  hasRing: boolean,
): void {
  if (hasRing || selected || hovered || node.place === 'me') {
    brush.beginPath()
    brush.arc(at.x, at.y, rimRadius * scale, 0, 2 * Math.PI)
    brush.fillStyle = selected ? palette.selectedSurface : palette.surface
    brush.fill()
  }
  if (node.place === 'me') {
    brush.lineWidth = Math.max(1.2, 2.4 * scale)
    brush.strokeStyle = palette.ink
    brush.stroke()
  }
  if (!selected && !hovered) return
  brush.beginPath()
  brush.arc(at.x, at.y, (rimRadius + 3.5) * scale, 0, 2 * Math.PI)
  brush.lineWidth = Math.max(1.5, (selected ? 4 : 2) * scale)
  brush.strokeStyle = selected ? palette.selection : palette.ghost
  brush.stroke()
}

/** The pieces that are there, clockwise from the top: which ones from close, how many from far. */
function paintRing(brush: Brush, { node, at, scale }: SceneNode, { palette, detail }: NodeLook): void {
  const width = Math.max(1.5, ringWidth * scale)
  const top = -Math.PI / 2
  const arc = (from: number, to: number, lineWidth: number, colour: string) => {
    brush.lineWidth = lineWidth
    brush.strokeStyle = colour
    brush.beginPath()
    brush.arc(at.x, at.y, ringRadius * scale, top + 2 * Math.PI * from, top + 2 * Math.PI * to)
    brush.stroke()
  }
  arc(0, 1, width, palette.ringTrack)
  if (node.share === 0) return
  const colour = bodyColour(node, palette)
  const isWhole = node.share === 1 || node.segments.length === 0
  if (detail === 'far' || isWhole) return arc(0, node.share, width, colour)
  for (const { from, to, full } of node.segments) arc(from, to, full === 1 ? width : 0.5 * width, colour)
}

/** Solid for peers of this app; pale with a thick outline for another Swarmscope, dashed for other programs. */
function paintBody(brush: Brush, { node, at, scale }: SceneNode, palette: Palette): void {
  traceShape(brush, node.role, at, bodyRadius * scale)
  const here = isHere(node)
  const pale = palette.rolePaleColour[isActive(node) ? node.role : 'none']
  brush.fillStyle = here ? bodyColour(node, palette) : pale
  brush.fill()
  if (here) return
  brush.lineWidth = Math.max(1.5, 3.4 * scale)
  brush.setLineDash(node.place === 'foreign' ? [4.5 * scale, 3.5 * scale] : [])
  brush.strokeStyle = bodyColour(node, palette)
  brush.stroke()
  brush.setLineDash([])
}

function paintName(brush: Brush, { node, at, scale, nameInside }: SceneNode, palette: Palette): void {
  const me = node.place === 'me' && scale >= 0.56
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  const ink = isHere(node) ? palette.onRole : palette.ink
  brush.fillStyle = ink
  if (nameInside !== null) {
    brush.font = nameFont(scale)
    brush.fillText(nameInside, at.x, at.y + (me ? -5 : 1) * scale)
  } else if (!me) paintRoleArrows(brush, node.role, at, scale, ink)
  if (me) {
    brush.font = font(Math.max(10, 13 * scale), 600)
    brush.fillText('me', at.x, at.y + (nameInside === null ? 1 : 11) * scale)
  }
}

/** A small mark for the role in each of several swarms, with the swarm's letter where one can read it. */
function paintSwarmRoles(brush: Brush, node: SceneNode, palette: Palette): void {
  const radius = Math.max(3.5, 10 * node.scale)
  for (const { letter, role, angle } of seatedRoles(node.node.swarmRoles)) {
    const at = rimPoint(node, angle)
    traceShape(brush, role, at, radius)
    brush.fillStyle = palette.roleColour[role]
    brush.fill()
    brush.lineWidth = Math.max(1, 2 * node.scale)
    brush.strokeStyle = palette.surface
    brush.stroke()
    if (node.scale < leastLettered) continue
    brush.textAlign = 'center'
    brush.textBaseline = 'middle'
    brush.font = font(Math.max(9, 12 * node.scale), 700)
    brush.fillStyle = palette.onRole
    brush.fillText(letter, at.x, at.y + 0.5)
  }
}

/** What a role does, for bodies without a name inside: give, take, or both. */
function paintRoleArrows(brush: Brush, role: NodeRole, at: Point, scale: number, colour: string): void {
  if (role === 'none') return
  brush.strokeStyle = colour
  const gap = role === 'peer' ? 7 * scale : 0
  if (role !== 'leecher') paintRoleArrow(brush, { x: at.x - gap, y: at.y }, -1, scale)
  if (role !== 'seeder') paintRoleArrow(brush, { x: at.x + gap, y: at.y }, 1, scale)
}

function paintRoleArrow(brush: Brush, { x, y }: Point, down: 1 | -1, scale: number): void {
  const reach = 10 * scale * down
  brush.beginPath()
  brush.moveTo(x, y - reach)
  brush.lineTo(x, y + reach)
  brush.moveTo(x - 5.5 * scale, y + 0.4 * reach)
  brush.lineTo(x, y + reach)
  brush.lineTo(x + 5.5 * scale, y + 0.4 * reach)
  brush.lineWidth = Math.max(1.2, 3 * scale)
  brush.lineJoin = 'round'
  brush.stroke()
}

function isHere({ place }: PeerNode): boolean {
  return place === 'me' || place === 'local'
}

function isActive({ running, state }: PeerNode): boolean {
  return running && state === 'active'
}

function bodyColour(node: PeerNode, { roleColour }: Palette): string {
  return roleColour[isActive(node) ? node.role : 'none']
}
