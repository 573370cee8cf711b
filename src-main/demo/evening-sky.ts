import { hash, noiseRow, smoothStep } from './noise.ts'
import { between, disc, glow, type Raster, type Rgb } from './raster.ts'

/** Where the sky ends and the lake begins, as a row. */
export const horizon = 776

/** The low sun. */
export const sun = { x: 1096, y: 694, radius: 54 } as const

const skyStops: readonly (readonly [row: number, colour: Rgb])[] = [
  [0, [11, 15, 46]],
  [190, [28, 28, 82]],
  [360, [76, 46, 118]],
  [500, [158, 70, 124]],
  [610, [228, 108, 102]],
  [700, [255, 158, 94]],
  [horizon, [255, 206, 132]],
]

/** The colour of the clear sky in a row, far from the sun. */
export function skyColour(row: number): Rgb {
  const next = skyStops.findIndex(([stop]) => stop > row)
  const [from, fromColour] = skyStops[Math.max(0, next < 0 ? skyStops.length - 1 : next - 1)] ?? [0, [0, 0, 0]]
  const [to, toColour] = skyStops[next < 0 ? skyStops.length - 1 : next] ?? [1, [0, 0, 0]]
  return to === from ? toColour : between(fromColour, toColour, (row - from) / (to - from))
}

/** Draws the sky with the glow of the sun, its stars, clouds and the sun itself. */
export function drawSky(raster: Raster): void {
  for (let y = 0; y < horizon; y++) drawSkyRow(raster, y)
  drawStars(raster)
  drawClouds(raster)
  glow(raster, sun.x, sun.y, 210, [255, 190, 110], 0.5)
  disc(raster, sun.x, sun.y, sun.radius, [255, 246, 214])
}

function drawSkyRow(raster: Raster, y: number): void {
  const [red, green, blue] = skyColour(y)
  const dy = (y - sun.y) * 1.25
  for (let x = 0; x < raster.width; x++) {
    const dx = (x - sun.x) * 0.8
    const near = dx * dx + dy * dy
    const wide = 92 / (1 + near / 90_000)
    const close = 70 / (1 + near / 9000)
    // A grain of less than one step hides the bands that 256 shades would show.
    const grain = hash(x, y, 7) - 0.5
    raster.set(
      x,
      y,
      red + wide * 0.75 + close + grain,
      green + wide * 0.42 + close * 0.72 + grain,
      blue + wide * 0.12 + close * 0.3 + grain,
    )
  }
}

function drawStars(raster: Raster): void {
  for (let star = 0; star < 620; star++) {
    const x = Math.floor(hash(star, 1, 21) * raster.width)
    const height = hash(star, 2, 21)
    const y = Math.floor(height * height * 520)
    const bright = hash(star, 3, 21)
    const strength = (0.25 + 0.75 * bright * bright * bright) * (1 - smoothStep(180, 520, y))
    const colour: Rgb = hash(star, 4, 21) < 0.3 ? [255, 226, 190] : [214, 226, 255]
    const size = bright > 0.93 ? 5 : bright > 0.7 ? 2.6 : 1.7
    glow(raster, x + 0.5, y + 0.5, size, colour, strength * 1.3)
  }
}

function drawClouds(raster: Raster): void {
  const [broad, middle, fine] = [0, 1, 2].map(() => new Float64Array(raster.width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let y = 240; y < horizon - 30; y++) {
    noiseRow(broad, 230, y / 26, 40)
    noiseRow(middle, 96, y / 12, 41)
    noiseRow(fine, 38, y / 6, 42)
    const lit = cloudColour(y)
    const band = smoothStep(240, 420, y) * (1 - smoothStep(640, horizon - 30, y))
    for (let x = 0; x < raster.width; x++) {
      const drift = 0.58 * (broad[x] ?? 0) + 0.28 * (middle[x] ?? 0) + 0.14 * (fine[x] ?? 0)
      if (drift > 0.5) raster.lay(x, y, lit, 0.7 * band * smoothStep(0.5, 0.78, drift))
    }
  }
}

// Lit from below: the lower a cloud, the more gold it takes from the sun.
function cloudColour(y: number): Rgb {
  const high: Rgb = [132, 66, 132]
  const rose: Rgb = [240, 122, 128]
  const gold: Rgb = [255, 204, 138]
  return y < 500 ? between(high, rose, smoothStep(260, 500, y)) : between(rose, gold, smoothStep(500, 700, y))
}
