import { horizon, skyColour, sun } from './evening-sky.ts'
import { fractal1, hash, noiseRow, smoothStep } from './noise.ts'
import { between, type Raster, type Rgb } from './raster.ts'

interface Hills {
  readonly seed: number
  readonly widthPx: number
  readonly low: number
  readonly high: number
  readonly top: Rgb
  readonly bottom: Rgb
}

// From its ridge down a hill pales into haze in this many steps, one a pixel.
const shadeCount = 190

const farHills: readonly Hills[] = [
  { seed: 3, widthPx: 420, low: 30, high: 250, top: [170, 92, 128], bottom: [246, 158, 118] },
  { seed: 11, widthPx: 330, low: 6, high: 196, top: [112, 62, 112], bottom: [214, 120, 116] },
  { seed: 5, widthPx: 250, low: -26, high: 138, top: [66, 42, 90], bottom: [140, 78, 104] },
]

/** Draws the hills behind the lake, the farthest and palest first, with a valley where the sun goes down. */
export function drawFarHills(raster: Raster): void {
  for (const hills of farHills) {
    const shades = Array.from({ length: shadeCount }, (_, i) => between(hills.top, hills.bottom, i / (shadeCount - 1)))
    for (let x = 0; x < raster.width; x++) drawHillColumn(raster, x, horizon - hillHeight(hills, x), shades)
  }
}

function hillHeight(hills: Hills, x: number): number {
  const valley = smoothStep(40, 620, Math.abs(x - sun.x))
  const rough = fractal1(x / hills.widthPx + hills.seed * 17.3, hills.seed, 6)
  return hills.low + (hills.high - hills.low) * rough * (0.3 + 0.7 * valley)
}

function drawHillColumn(raster: Raster, x: number, top: number, shades: readonly Rgb[]): void {
  for (let y = Math.floor(top); y < horizon; y++) {
    const shade = shades[clamp(Math.floor(y - top + 3 * hash(x, y, 9)), 0, shadeCount - 1)]
    if (shade) raster.lay(x, y, shade, y + 1 - top)
  }
}

/** Draws the lake: the sky and hills upside down, drawn out and blurred by ripples that grow towards the viewer. */
export function drawLake(raster: Raster): void {
  const wave = new Float64Array(raster.width)
  const ripple = new Float64Array(raster.width)
  for (let y = horizon; y < raster.height; y++) {
    const depth = y - horizon
    const near = depth / (raster.height - horizon)
    const scale = 1 + 2.6 * near
    noiseRow(wave, 64 * scale, depth / (2.2 * scale), 60)
    noiseRow(ripple, 20 * scale, depth / (1.1 * scale), 61)
    for (let x = 0; x < raster.width; x++)
      drawWater(raster, x, y, near, 0.7 * (wave[x] ?? 0) + 0.3 * (ripple[x] ?? 0) - 0.5)
  }
}

function drawWater(raster: Raster, x: number, y: number, near: number, swell: number): void {
  const mirrorY = Math.floor(horizon - 1 - (y - horizon) * 1.28 + swell * (6 + 74 * near))
  const mirrorX = Math.floor(x + swell * (3 + 10 * near))
  const at = (clamp(mirrorY, 0, horizon - 1) * raster.width + clamp(mirrorX, 0, raster.width - 1)) * 3
  const dim = 0.86 - 0.22 * near + swell * 0.16
  const glint = 255 * sunGlint(x, near, swell)
  const red = raster.bytes[at + 2] ?? 0
  const green = raster.bytes[at + 1] ?? 0
  const blue = raster.bytes[at] ?? 0
  raster.set(x, y, red * dim + glint, green * dim + 4 + glint * 0.74, blue * dim + 12 + glint * 0.43)
}

// The sun's path on the water: narrow far away, wide and broken up close.
function sunGlint(x: number, near: number, swell: number): number {
  const aside = Math.abs(x - sun.x) / (34 + 150 * near)
  if (aside > 2.4) return 0
  const fall = smoothStep(2.4, 1.4, aside) / (1 + 2 * aside * aside * aside * aside)
  return fall * smoothStep(0.02, 0.2, swell + 0.12 - 0.1 * aside) * (0.85 - 0.5 * near)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** A thin mist where the hills meet the water. */
export function drawMist(raster: Raster): void {
  const wisps = new Float64Array(raster.width)
  const colour = skyColour(horizon)
  for (let y = horizon - 26; y < horizon + 14; y++) {
    const band = y < horizon ? smoothStep(horizon - 26, horizon, y) : 1 - smoothStep(horizon, horizon + 14, y)
    noiseRow(wisps, 240, y / 14, 70)
    for (let x = 0; x < raster.width; x++) raster.lay(x, y, colour, band * 0.34 * (wisps[x] ?? 0))
  }
}
