// The two ends of each link: the dialler's plug, with the number of its client port, and the acceptor's socket.

import type { Brush } from './brush.ts'
import type { Palette } from './palette.ts'
import type { ScenePort } from './scene.ts'
import { portFont } from './scene-ports.ts'

/** The acceptor's end: an open socket, which names the port of its server where there is room. */
export function paintSockets(brush: Brush, ports: readonly ScenePort[], palette: Palette): void {
  for (const port of ports) {
    if (port.kind !== 'socket') continue
    brush.globalAlpha = port.alpha
    if (port.isInterested) paintInterest(brush, port, palette)
    brush.beginPath()
    tracePort(brush, port)
    brush.fillStyle = palette.surface
    brush.fill()
    brush.strokeStyle = palette.ink
    brush.lineWidth = Math.max(1, 2.2 * port.scale)
    brush.stroke()
    if (port.text !== null) paintNumber(brush, port, palette.ink, palette)
  }
}

/** The dialler's end: a dark plug with the number of its client port. */
export function paintClientPorts(brush: Brush, ports: readonly ScenePort[], palette: Palette): void {
  for (const port of ports) {
    if (port.kind !== 'client') continue
    brush.globalAlpha = port.alpha
    if (port.isInterested) paintInterest(brush, port, palette)
    brush.beginPath()
    tracePort(brush, port)
    brush.fillStyle = port.pending ? palette.surface : palette.ink
    brush.fill()
    if (port.pending) strokeDashed(brush, palette.ghost)
    if (port.text !== null) paintNumber(brush, port, port.pending ? palette.ink : palette.onInk, palette)
  }
}

/** An outline round the port of an end that would like to download. */
function paintInterest(brush: Brush, port: ScenePort, { interest, paper }: Palette): void {
  const gap = Math.max(1.5, 2.6 * port.scale)
  for (const [away, colour] of [
    [2 * gap, interest],
    [gap, paper],
  ] as const) {
    brush.beginPath()
    tracePort(brush, port, away)
    brush.fillStyle = colour
    brush.fill()
  }
}

function tracePort(brush: Brush, { kind, text, box, at }: ScenePort, away = 0): void {
  if (kind === 'socket' && text === null) return brush.arc(at.x, at.y, box.width * 0.4 + away, 0, 2 * Math.PI)
  const { x, y, width, height } = box
  const corner = kind === 'socket' ? height / 2 : Math.min(5, height / 2)
  brush.roundRect(x - away, y - away, width + 2 * away, height + 2 * away, corner + away)
}

function paintNumber(brush: Brush, port: ScenePort, colour: string, palette: Palette): void {
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.font = portFont(port.scale, palette)
  brush.fillStyle = colour
  brush.fillText(port.text ?? '', port.at.x, port.at.y + 0.5)
}

function strokeDashed(brush: Brush, colour: string): void {
  brush.setLineDash([3, 3])
  brush.lineWidth = 1.3
  brush.strokeStyle = colour
  brush.stroke()
  brush.setLineDash([])
}
