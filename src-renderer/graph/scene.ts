// What is drawn and where, in screen px. Painting and hit-testing both read it; compose-scene.ts makes it.

import { type Selection, selectionKey } from '../store/selection.ts'
import type { Camera, Point, Size } from './camera.ts'
import type { Curve } from './curve.ts'
import type { DialEdge, DialNode, GraphModel, LinkEdge, PeerNode } from './model.ts'
import type { Box } from './occupancy.ts'
import { font, type Palette, rimRadius } from './palette.ts'
import type { SceneStream } from './scene-streams.ts'

/** How much is written: `close` names ports and rates, `middle` names peers, `far` only what there is room for. */
export type Detail = 'close' | 'middle' | 'far'

export interface SceneNode {
  readonly node: PeerNode
  readonly at: Point
  readonly scale: number
  /** 0 (gone) to 1; what is not selected dims. */
  readonly alpha: number
  readonly selected: boolean
  readonly hovered: boolean
  /** The name, when it fits inside the body. */
  readonly nameInside: string | null
}

export interface SceneGhost {
  readonly node: DialNode
  readonly at: Point
  readonly scale: number
  readonly alpha: number
  readonly selected: boolean
}

export interface SceneLink {
  readonly edge: LinkEdge
  readonly curve: Curve
  readonly scale: number
  readonly alpha: number
  readonly selected: boolean
  readonly hovered: boolean
  /** How many px of the curve the ports at its two ends cover. */
  readonly covered: { readonly atSource: number; readonly atTarget: number }
  /** Drawn in full even in a crowd: it, or one of its ends, is selected or pointed at. */
  readonly lit: boolean
  /** Whose data travels each way, for its colour. */
  readonly source: PeerNode
  readonly target: PeerNode
}

export interface SceneDialLine {
  readonly edge: DialEdge
  readonly from: Point
  readonly to: Point
  readonly alpha: number
}

/** A client's port at the dialler's end, or the socket at the acceptor's; `text` when there is room to name it. */
export interface ScenePort {
  readonly kind: 'client' | 'socket'
  readonly selection: Selection
  readonly at: Point
  readonly box: Box
  readonly text: string | null
  readonly scale: number
  readonly alpha: number
  readonly selected: boolean
  /** Its link, or one of the link's ends, is selected or pointed at. */
  readonly lit: boolean
  /** A dial that is not connected yet. */
  readonly pending: boolean
  /** This end would like to download. */
  readonly isInterested: boolean
}

export interface LabelLine {
  readonly text: string
  readonly font: string
  readonly colour: string
  readonly height: number
}

/** How a link hides its bytes: `closed` all of them, `open` those of the handshake alone. */
export type Lock = 'closed' | 'open'

export interface SceneLabel {
  readonly lines: readonly LabelLine[]
  /** Drawn at the left end of the box. */
  readonly lock: Lock | null
  readonly box: Box
  readonly alpha: number
  /** A label with a plate hides what is under it; the others have a halo only. */
  readonly plate: boolean
}

export interface Scene {
  readonly palette: Palette
  readonly size: Size
  readonly scale: number
  readonly detail: Detail
  /** 1 while there is room for every link's width, dots and arrows; towards 0 the more links there are. */
  readonly room: number
  readonly links: readonly SceneLink[]
  readonly streams: readonly SceneStream[]
  readonly dialLines: readonly SceneDialLine[]
  readonly nodes: readonly SceneNode[]
  readonly ghosts: readonly SceneGhost[]
  readonly ports: readonly ScenePort[]
  readonly labels: readonly SceneLabel[]
  /** What was drawn over it by hand, in screen px. */
  readonly pen: readonly (readonly Point[])[]
}

/** The width of a text in px in a canvas font. */
export type Measure = (text: string, font: string) => number

export interface SceneInput {
  readonly model: GraphModel
  readonly places: ReadonlyMap<string, Point>
  readonly camera: Camera
  readonly size: Size
  readonly selection: Selection | null
  readonly hovered: Selection | null
  readonly palette: Palette
  readonly measure: Measure
  /** What has nothing to do with the selection all but disappears. */
  readonly isSpotlit?: boolean
  /** The peers stand in a column for each role, which is named. */
  readonly isByRole?: boolean
  /** Words tell how much has come where no dots do. */
  readonly counts?: boolean
  /** Strokes in world px. */
  readonly pen?: readonly (readonly Point[])[]
}

/** What is in the foreground, and how clearly the rest shows; null when nothing is selected and all is. */
export interface Spotlight {
  readonly lit: ReadonlySet<string>
  readonly shade: number
}

/** How clearly something shows: things out of the spotlight are dimmed. */
export function alphaOf(key: string, spotlight: Spotlight | null): number {
  return spotlight === null || spotlight.lit.has(key) ? 1 : spotlight.shade
}

/** Whether a selection is this node or edge. */
export function isSelected(selection: Selection | null, key: string): boolean {
  return selection !== null && selectionKey(selection) === key
}

/** The font of a name inside a body. */
export function nameFont(scale: number): string {
  return font(Math.max(11, 19 * scale), 700)
}

/** The room in px that a lock takes in a label of this height. */
export function lockWidth(height: number): number {
  return 0.82 * height
}

/** The point of a node's rim at an angle in radians. */
export function rimPoint({ at, scale }: Pick<SceneNode, 'at' | 'scale'>, angle: number): Point {
  return { x: at.x + rimOf(scale) * Math.cos(angle), y: at.y + rimOf(scale) * Math.sin(angle) }
}

/** The radius in px of a node's rim, where ports sit. */
export function rimOf(scale: number): number {
  return rimRadius * scale
}
