import { beam, disc, glow, type Raster, type Rgb, ring } from './raster.ts'

type Point = readonly [x: number, y: number]

const peers: readonly (readonly [at: Point, radius: number, colour: Rgb])[] = [
  [[506, 214], 13, [255, 214, 120]],
  [[330, 128], 9, [150, 210, 255]],
  [[300, 316], 9, [150, 210, 255]],
  [[486, 392], 8, [150, 210, 255]],
  [[690, 330], 10, [150, 236, 190]],
  [[708, 126], 9, [150, 210, 255]],
  [[874, 226], 9, [150, 210, 255]],
]

const links: readonly (readonly [from: number, to: number])[] = [
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
  [0, 5],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 6],
  [5, 6],
  [1, 5],
]

/** Draws a small swarm as a constellation: one seeder in gold, the others round it, data on its way along the links. */
export function drawConstellation(raster: Raster): void {
  for (const [from, to] of links) drawLink(raster, from, to)
  for (const [[x, y], radius, colour] of peers) {
    glow(raster, x, y, radius * 5.5, colour, 0.55)
    disc(raster, x, y, radius * 0.52, [255, 252, 244])
    ring(raster, x, y, radius, 2.2, colour)
  }
}

function drawLink(raster: Raster, from: number, to: number): void {
  const [[x1, y1] = [0, 0], radius1 = 0] = peers[from] ?? []
  const [[x2, y2] = [0, 0], radius2 = 0] = peers[to] ?? []
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = Math.sqrt(dx * dx + dy * dy)
  const at = (px: number): Point => [x1 + (dx * px) / length, y1 + (dy * px) / length]
  beam(raster, at(radius1 + 7), at(length - radius2 - 7), 1.6, [170, 200, 255], 0.5)
  for (const part of [0.34, 0.52, 0.7]) {
    const [x, y] = at(length * part)
    glow(raster, x, y, 7, [255, 232, 180], 0.9)
  }
}
