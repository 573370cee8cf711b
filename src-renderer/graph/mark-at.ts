// What the one mark under the pointer means, as the legend has it, but of these very peers.

import { arrowsOf } from './arrows.ts'
import { barsOf } from './bars.ts'
import type { Point } from './camera.ts'
import { pointAt } from './curve.ts'
import { quietBytesPerSec } from './flow.ts'
import { hitLink, uppermost } from './hit-test.ts'
import type { PeerNode } from './model.ts'
import { contains } from './occupancy.ts'
import type { MessageKind } from './paint-messages.ts'
import { type Happening, messagePoint } from './paint-moments.ts'
import { bodyRadius, rimRadius } from './palette.ts'
import { rimPoint, type Scene, type SceneLink, type SceneNode, type ScenePort } from './scene.ts'
import { badgeAngle, clientBadgeAngle } from './scene-ports.ts'
import { seatedRoles } from './swarm-role-seats.ts'

/** How far from its middle a small mark is still meant, in px at scale 1. */
const reach = 13
/** The rim with what sits on it. */
const nodeReach = 58

/** The meaning of the uppermost mark at a point, in a sentence; null where there is none to explain. */
export function markAt(scene: Scene, happenings: readonly Happening[], point: Point): string | null {
  const link = (wanted: ScenePort) => scene.links.find(({ edge }) => edge.selection === wanted.selection)
  const port = uppermost(scene.ports, ({ box }) => contains(box, point))
  if (port !== undefined) return portWords(port, link(port))
  const node = uppermost(scene.nodes, ({ at, scale }) => isNear(at, point, nodeReach * scale))
  return (node && nodeWords(node, point)) ?? messageWords(scene, happenings, point) ?? linkWords(scene, point)
}

function portWords({ kind, text, pending, isInterested }: ScenePort, link: SceneLink | undefined): string {
  const number = text === null ? '' : ` ${text}`
  if (pending || link === undefined) return `Pale port${number}: the client port that a dial is made from.`
  const wish = isInterested ? ' Outlined: it would like to download.' : ''
  const { source, target } = link
  if (kind === 'client')
    return `Dark port${number}: ${source.name}’s client socket, which dialled ${target.name}.${wish}`
  return `Round port${number}: ${target.name}’s server socket, which accepted ${source.name}.${wish}`
}

function nodeWords({ node, at, scale }: SceneNode, point: Point): string | null {
  const isAt = (angle: number) => isNear(rimPoint({ at, scale }, angle), point, reach * scale)
  if (node.hasTracker && node.running && isAt(badgeAngle))
    return `Mast: ${node.name} runs a tracker, which keeps the list of peers.`
  if (node.badge !== null && isAt(clientBadgeAngle)) return `Badge: ${node.name} is a guest, ${node.badge}.`
  const mark = seatedRoles(node.swarmRoles).find(({ angle }) => isAt(angle))
  if (mark !== undefined)
    return mark.role === 'none'
      ? `${mark.letter}: more swarms.`
      : `Mark ${mark.letter}: ${mark.role} in swarm ${mark.letter}.`
  if (!isNear(at, point, rimRadius * scale)) return null
  if (!isNear(at, point, (bodyRadius + 5) * scale))
    return `Ring: the pieces that ${node.name} has, clockwise from the top.`
  return bodyWords(node)
}

const shapeWords = {
  seeder: 'Square: a seeder, which has every piece.',
  peer: 'Circle: a peer, which has some of the pieces.',
  leecher: 'Diamond: a leecher, which has no piece yet.',
  none: 'Small circle: in no swarm shown.',
} as const

const placeWords = {
  me: ' Outlined twice: this window’s own.',
  local: '',
  remote: ' Pale: it runs in another Swarmscope.',
  foreign: ' Pale and dashed: another program.',
} as const

function bodyWords({ role, place, running, state }: PeerNode): string {
  const isGrey = !running || state !== 'active'
  return `${shapeWords[role]}${placeWords[place]}${isGrey ? ' Grey: stopped or paused.' : ''}`
}

const messages: Readonly<Record<MessageKind, string>> = {
  have: 'have: it has another piece',
  interested: 'interested: it would like to download',
  choke: 'choke: it will send nothing now',
  unchoke: 'unchoke: it may be asked for pieces',
}

function messageWords({ scale }: Scene, happenings: readonly Happening[], point: Point): string | null {
  const found = uppermost(
    happenings,
    (one) => one.kind === 'message' && isNear(messagePoint(one), point, reach * Math.max(0.6, scale)),
  )
  return found?.kind === 'message' ? `Sign on its way, ${messages[found.message]}.` : null
}

function linkWords(scene: Scene, point: Point): string | null {
  const link = hitLink(scene, point)
  if (link === undefined) return null
  const { curve, scale, source, target } = link
  const isAt = ({ t }: { readonly t: number }) => isNear(pointAt(curve, t), point, reach * scale)
  const bar = barsOf(link).find(isAt)
  if (bar !== undefined) {
    const [one, other] = bar.atTarget ? [target, source] : [source, target]
    const wish = bar.refuses ? 'would like to download' : 'wants nothing of it'
    return `${bar.refuses ? 'Red' : 'Grey'} bar: ${one.name} chokes ${other.name}, which ${wish}.`
  }
  const arrow = arrowsOf(link).find(isAt)
  if (arrow === undefined) return lineWords(link)
  const [giver, taker] = arrow.toTarget ? [source, target] : [target, source]
  return `Arrow: data goes from ${giver.name} to ${taker.name}.`
}

/** What the line itself says: how it is drawn, and why. */
function lineWords({ edge }: SceneLink): string {
  if (edge.isReported) return 'Dotted line: known from what its ends report.'
  if (edge.choked) return 'Dashed line: neither end lets the other download.'
  const rate = Math.max(edge.toSourceBytesPerSec, edge.toTargetBytesPerSec)
  return rate < quietBytesPerSec ? 'Thin line: connected, no data now.' : 'Wide line: the wider, the more data.'
}

function isNear(one: Point, other: Point, px: number): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) <= px
}
