// Draws a scene, one pass a function, from back to front. Knows neither React nor the store.

import type { Brush } from './brush.ts'
import { isOnStage } from './on-stage.ts'
import { paintDots, type Travelled } from './paint-dots.ts'
import { paintGhosts } from './paint-ghosts.ts'
import { paintLabels } from './paint-labels.ts'
import { paintArrows, paintBars, paintDialLines, paintThinLinks, paintWideLinks } from './paint-links.ts'
import { type Happening, paintHappenings } from './paint-moments.ts'
import { paintNodes } from './paint-nodes.ts'
import { paintPen } from './paint-pen.ts'
import { paintClientPorts, paintSockets } from './paint-ports.ts'
import type { Scene } from './scene.ts'

/** What moves between two scenes. `travelled` is null when motion is not wanted: no dots then. */
export interface Motion {
  readonly travelled: Travelled | null
  readonly happenings: readonly Happening[]
}

/** Paints the whole picture; the brush's units are CSS px. */
export function paintScene(brush: Brush, scene: Scene, motion: Motion): void {
  brush.clearRect(0, 0, scene.size.width, scene.size.height)
  paintThinLinks(brush, scene)
  paintBack(brush, scene)
  paintMoving(brush, scene, motion)
  paintFront(brush, scene)
  brush.globalAlpha = 1
}

/** What lies under the dots and over the thin lines, and stands still while only dots move. */
export function paintBack(brush: Brush, scene: Scene): void {
  paintWideLinks(brush, scene)
  paintDialLines(brush, scene)
  brush.globalAlpha = 1
}

/** All that moves by itself. */
export function paintMoving(brush: Brush, scene: Scene, { travelled, happenings }: Motion): void {
  if (travelled !== null) paintDots(brush, scene.streams, scene.palette, travelled)
  paintHappenings(brush, scene, happenings)
  brush.globalAlpha = 1
}

/** What covers the dots, and stands still while only they move. */
export function paintFront(brush: Brush, scene: Scene): void {
  const { palette, size, ghosts, ports, labels, pen } = scene
  paintArrows(brush, scene)
  const nodes = scene.nodes.filter(({ at }) => isOnStage(at, size))
  paintNodes(brush, nodes, scene)
  paintGhosts(brush, ghosts, palette)
  paintBars(brush, scene)
  paintSockets(brush, ports, palette)
  paintClientPorts(brush, ports, palette)
  paintLabels(brush, labels, palette)
  paintPen(brush, pen, palette)
  brush.globalAlpha = 1
}
