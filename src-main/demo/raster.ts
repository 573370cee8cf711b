/** Red, green and blue, 0–255 each. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** A picture to draw on: three bytes a pixel in BMP's order (blue, green, red), the top row first. */
export class Raster {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.bytes = new Uint8Array(width * height * 3)
  }

  /** Sets a pixel; each channel is cut to 0–255. */
  set(x: number, y: number, red: number, green: number, blue: number): void {
    const at = (y * this.width + x) * 3
    this.bytes[at] = byteOf(blue)
    this.bytes[at + 1] = byteOf(green)
    this.bytes[at + 2] = byteOf(red)
  }

  /** Lays a colour over a pixel, `cover` 0–1 of it; outside the picture nothing happens. */
  lay(x: number, y: number, colour: Rgb, cover: number): void {
    if (cover <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return
    const at = (y * this.width + x) * 3
    const part = Math.min(1, cover)
    this.#mix(at, colour[2], part)
    this.#mix(at + 1, colour[1], part)
    this.#mix(at + 2, colour[0], part)
  }

  /** Adds light to a pixel; outside the picture nothing happens. */
  light(x: number, y: number, colour: Rgb, strength: number): void {
    if (strength <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return
    const at = (y * this.width + x) * 3
    this.bytes[at] = byteOf((this.bytes[at] ?? 0) + colour[2] * strength)
    this.bytes[at + 1] = byteOf((this.bytes[at + 1] ?? 0) + colour[1] * strength)
    this.bytes[at + 2] = byteOf((this.bytes[at + 2] ?? 0) + colour[0] * strength)
  }

  #mix(at: number, channel: number, part: number): void {
    const before = this.bytes[at] ?? 0
    this.bytes[at] = byteOf(before + (channel - before) * part)
  }
}

function byteOf(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5)
}

/** The colour `t` (0–1) of the way from one to another. */
export function between(from: Rgb, to: Rgb, t: number): Rgb {
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t]
}

/** A filled circle with a soft edge of one pixel. */
export function disc(raster: Raster, cx: number, cy: number, radius: number, colour: Rgb, cover = 1): void {
  forBox(cx, cy, radius + 1, (x, y, distance) => raster.lay(x, y, colour, cover * Math.min(1, radius + 0.5 - distance)))
}

/** A circle line `thickness` wide, with soft edges. */
export function ring(raster: Raster, cx: number, cy: number, radius: number, thickness: number, colour: Rgb): void {
  forBox(cx, cy, radius + thickness, (x, y, distance) =>
    raster.lay(x, y, colour, thickness / 2 + 0.5 - Math.abs(distance - radius)),
  )
}

/** Light round a point that fades to nothing at `radius`. */
export function glow(raster: Raster, cx: number, cy: number, radius: number, colour: Rgb, strength: number): void {
  forBox(cx, cy, radius, (x, y, distance) => {
    const near = 1 - distance / radius
    if (near > 0) raster.light(x, y, colour, strength * near * near * near)
  })
}

/** A straight line of light `thickness` wide, softer and fainter round it. */
export function beam(
  raster: Raster,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  thickness: number,
  colour: Rgb,
  strength: number,
): void {
  const reach = thickness * 4
  const [dx, dy] = [x2 - x1, y2 - y1]
  const lengthSquared = dx * dx + dy * dy
  for (let y = Math.floor(Math.min(y1, y2) - reach); y <= Math.max(y1, y2) + reach; y++)
    for (let x = Math.floor(Math.min(x1, x2) - reach); x <= Math.max(x1, x2) + reach; x++) {
      const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / lengthSquared))
      const [ox, oy] = [x - x1 - along * dx, y - y1 - along * dy]
      const distance = Math.sqrt(ox * ox + oy * oy)
      if (distance >= reach) continue
      const core = Math.max(0, Math.min(1, thickness / 2 + 0.5 - distance))
      const halo = 1 - distance / reach
      raster.light(x, y, colour, strength * (core + 0.35 * halo * halo))
    }
}

function forBox(cx: number, cy: number, reach: number, draw: (x: number, y: number, distance: number) => void): void {
  for (let y = Math.floor(cy - reach); y <= cy + reach; y++)
    for (let x = Math.floor(cx - reach); x <= cx + reach; x++) {
      const [dx, dy] = [x - cx, y - cy]
      draw(x, y, Math.sqrt(dx * dx + dy * dy))
    }
}
