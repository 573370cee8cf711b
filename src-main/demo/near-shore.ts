import { fractal1, hash, noise1, smoothStep } from './noise.ts'
import { disc, glow, type Raster, type Rgb } from './raster.ts'

const dark: Rgb = [16, 15, 36]
const grassTop: Rgb = [40, 27, 58]
const lamplight: Rgb = [255, 190, 96]

/** Draws the dark shore in front, with its pines, its grass and a hut where somebody is still up. */
export function drawNearShore(raster: Raster): void {
  for (let tree = 0; tree < 70; tree++) drawPine(raster, tree)
  for (let x = 0; x < raster.width; x++) drawGround(raster, x)
  for (let blade = 0; blade < 1500; blade++) drawBlade(raster, blade)
  drawHut(raster, 226, shoreAt(raster, 226) + 16)
}

// High at the left, lower at the right, flat at the water between.
function shoreAt({ width, height }: Raster, x: number): number {
  const left = 236 * smoothStep(0.5, -0.05, x / width)
  const right = 176 * smoothStep(0.66, 1.06, x / width)
  return height - 30 - left - right - 22 * noise1(x / 120, 80) - 6 * noise1(x / 26, 81)
}

function drawGround(raster: Raster, x: number): void {
  const top = shoreAt(raster, x)
  for (let y = Math.floor(top); y < raster.height; y++) {
    const tone = 9 * (fractal1(x / 50 + y / 19, 90, 2) - 0.5) + 4 * hash(x, y, 91)
    raster.lay(x, y, [dark[0] + tone, dark[1] + tone, dark[2] + tone * 1.5], y - top + 1)
  }
}

// A blade of grass leans further the higher it reaches.
function drawBlade(raster: Raster, blade: number): void {
  const foot = hash(blade, 1, 96) * raster.width
  const length = 7 + 21 * hash(blade, 2, 96) * hash(blade, 3, 96)
  const lean = 14 * (hash(blade, 4, 96) - 0.42)
  const ground = shoreAt(raster, foot) + 3
  for (let up = 0; up < length; up++) {
    const along = up / length
    const x = foot + lean * along * along
    const half = 1.3 * (1 - along)
    for (let column = Math.floor(x - 1); column <= x + 2; column++)
      raster.lay(column, Math.floor(ground - up), grassTop, half + 0.4 - Math.abs(column - x))
  }
}

// Tiers of branches, each wider than the one above, ragged at the edges and pointed at the top.
function drawPine(raster: Raster, tree: number): void {
  const spread = hash(tree, 1, 95)
  const cx =
    tree % 3 === 0 ? raster.width * (1 - 0.25 * spread * spread) : raster.width * 0.38 * spread * Math.sqrt(spread)
  const size = 58 + 128 * hash(tree, 2, 95) * (1 - 0.5 * spread)
  const foot = shoreAt(raster, cx) + 8
  const tiers = 6 + Math.floor(hash(tree, 3, 95) * 3)
  for (let y = Math.floor(foot - size); y < foot; y++) {
    const down = Math.max(0, (y - foot + size) / size)
    const tier = down * tiers - Math.floor(down * tiers)
    const ragged = 0.84 + 0.32 * noise1(y / 2.7, 200 + tree)
    const half = size * 0.2 * (0.07 + 0.93 * down) * (0.45 + 0.55 * tier) * ragged * smoothStep(-0.01, 0.08, down)
    for (let x = Math.floor(cx - half - 1); x <= cx + half + 1; x++)
      raster.lay(x, y, dark, half + 0.5 - Math.abs(x - cx))
  }
}

function drawHut(raster: Raster, cx: number, foot: number): void {
  const wall: Rgb = [30, 22, 44]
  const roof: Rgb = [12, 11, 28]
  fillRectangle(raster, cx - 34, foot - 34, 68, 40, wall)
  for (let y = 0; y < 30; y++) fillRectangle(raster, cx - 4 - y * 1.45, foot - 62 + y, 8 + y * 2.9, 1, roof)
  fillRectangle(raster, cx + 14, foot - 64, 8, 18, roof)
  for (const window of [cx - 20, cx + 6]) {
    fillRectangle(raster, window, foot - 24, 14, 14, [255, 214, 130])
    fillRectangle(raster, window + 6, foot - 24, 2, 14, wall)
    glow(raster, window + 7, foot - 17, 62, lamplight, 0.34)
  }
}

function fillRectangle(raster: Raster, left: number, top: number, width: number, height: number, colour: Rgb): void {
  for (let y = Math.floor(top); y < top + height; y++)
    for (let x = Math.floor(left); x <= left + width; x++)
      raster.lay(x, y, colour, Math.min(1, x + 1 - left, left + width - x))
}

/** Draws a rowing boat with a lantern, small on the lake, and its lantern in the water. */
export function drawBoat(raster: Raster, cx: number, waterline: number): void {
  for (let x = Math.floor(cx - 46); x <= cx + 46; x++) {
    const aside = Math.abs(x - cx) / 46
    const rise = 11 * aside * aside * aside
    const [top, bottom] = [waterline - 9 - rise, waterline + 5 - 22 * aside * aside * aside]
    for (let y = Math.floor(top); y <= bottom; y++) raster.lay(x, y, dark, Math.min(y + 1 - top, bottom + 1 - y))
  }
  const lantern = waterline - 40
  fillRectangle(raster, cx + 24, lantern, 1.6, 34, dark)
  glow(raster, cx + 25, lantern, 54, lamplight, 0.75)
  disc(raster, cx + 25, lantern, 3.4, [255, 244, 214])
  for (let y = waterline + 6; y < waterline + 62; y += 5)
    glow(raster, cx + 25 + 8 * (hash(y, 0, 99) - 0.5), y, 13, lamplight, 0.9 - (y - waterline) / 70)
}
