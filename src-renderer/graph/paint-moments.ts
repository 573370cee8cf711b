// What passes: broadcasts, messages on their way, links that open and close, peers that leave.

import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import { type Curve, pointAt } from './curve.ts'
import { contains } from './occupancy.ts'
import { paintLabels } from './paint-labels.ts'
import { type MessageKind, paintMessage } from './paint-messages.ts'
import { paintNodes } from './paint-nodes.ts'
import type { Palette } from './palette.ts'
import type { Scene, SceneLabel, SceneNode } from './scene.ts'

/** Something that passes, and how far it has come: `progress` from 0 to 1. */
export type Happening =
  | { readonly kind: 'wave'; readonly at: Point; readonly progress: number }
  | {
      readonly kind: 'message'
      readonly message: MessageKind
      readonly curve: Curve
      readonly toTarget: boolean
      readonly progress: number
    }
  | { readonly kind: 'opened'; readonly curve: Curve; readonly progress: number }
  | { readonly kind: 'closed'; readonly curve: Curve; readonly label: SceneLabel; readonly progress: number }
  | { readonly kind: 'left'; readonly node: SceneNode; readonly label: SceneLabel; readonly progress: number }

/** All that passes just now. */
export function paintHappenings(brush: Brush, scene: Scene, happenings: readonly Happening[]): void {
  for (const happening of happenings) {
    if (happening.kind === 'wave') paintWave(brush, scene, happening.at, happening.progress)
    else if (happening.kind === 'opened') paintOpening(brush, scene, happening.curve, happening.progress)
    else if (happening.kind === 'closed') paintClosing(brush, scene, happening)
    else if (happening.kind === 'left') paintLeaving(brush, scene, happening)
    else {
      const { progress, message } = happening
      brush.globalAlpha = Math.min(1, 6 * progress, 6 * (1 - progress))
      paintMessage(brush, message, messagePoint(happening), Math.max(0.6, scene.scale), scene.palette)
    }
  }
}

/** Where a message is on its way. */
export function messagePoint({ curve, toTarget, progress }: Happening & { kind: 'message' }): Point {
  return pointAt(curve, 0.08 + 0.84 * (toTarget ? progress : 1 - progress))
}

const waveSteps = 72

/** The tracker's broadcast, rippling outward; where words stand in its way it leaves them alone. */
export function paintWave(brush: Brush, { scale, palette, labels }: WaveGround, at: Point, progress: number): void {
  brush.strokeStyle = palette.moment
  for (const lag of [0, 0.22]) {
    const share = (progress - lag) / (1 - lag)
    if (share <= 0 || share >= 1) continue
    const radius = (50 + 74 * share) * scale
    brush.globalAlpha = 0.85 * (1 - share)
    brush.lineWidth = Math.max(1.2, 3 * (1 - 0.5 * share) * scale)
    brush.beginPath()
    for (let step = 0; step < waveSteps; step++) {
      const from = (2 * Math.PI * step) / waveSteps
      const to = (2 * Math.PI * (step + 1)) / waveSteps
      const point = { x: at.x + radius * Math.cos(from), y: at.y + radius * Math.sin(from) }
      if (labels.some(({ box }) => contains(box, point))) continue
      brush.moveTo(point.x, point.y)
      brush.arc(at.x, at.y, radius, from, to)
    }
    brush.stroke()
  }
}

type WaveGround = Pick<Scene, 'scale' | 'palette' | 'labels'>

/** A handshake: the new link lights up from its middle to both ends. */
function paintOpening(brush: Brush, { scale, palette }: Scene, curve: Curve, progress: number): void {
  const reach = 0.5 * Math.min(1, 1.6 * progress)
  brush.globalAlpha = 0.9 * (1 - progress)
  brush.strokeStyle = palette.moment
  brush.lineWidth = Math.max(2, 7 * scale)
  brush.lineCap = 'round'
  tracePart(brush, curve, 0.5 - reach, 0.5 + reach)
  brush.stroke()
  brush.lineCap = 'butt'
}

/** A closing: what is left of the link falls apart, and its reason stays for a while. */
function paintClosing(
  brush: Brush,
  { scale, palette }: Scene,
  { curve, label, progress }: Happening & { kind: 'closed' },
): void {
  const apart = 0.5 * Math.min(1, 2 * progress)
  brush.globalAlpha = Math.min(1, 2 * (1 - progress))
  brush.strokeStyle = palette.failure
  brush.lineWidth = Math.max(1.5, 2.6 * scale)
  brush.setLineDash([3, 5])
  tracePart(brush, curve, 0, 0.5 - apart)
  brush.stroke()
  tracePart(brush, curve, 0.5 + apart, 1)
  brush.stroke()
  brush.setLineDash([])
  paintFading(brush, label, progress, palette)
}

function paintLeaving(brush: Brush, scene: Scene, { node, label, progress }: Happening & { kind: 'left' }): void {
  paintNodes(brush, [{ ...node, alpha: 1 - progress }], scene)
  paintFading(brush, label, progress, scene.palette)
}

function paintFading(brush: Brush, label: SceneLabel, progress: number, palette: Palette): void {
  if (label.lines.length > 0) paintLabels(brush, [{ ...label, alpha: Math.min(1, 3 * (1 - progress)) }], palette)
}

function tracePart(brush: Brush, curve: Curve, from: number, to: number): void {
  const steps = 10
  brush.beginPath()
  for (let step = 0; step <= steps; step++) {
    const { x, y } = pointAt(curve, from + ((to - from) * step) / steps)
    if (step === 0) brush.moveTo(x, y)
    else brush.lineTo(x, y)
  }
}
