// How colours look to those who see fewer of them, and how far two colours are apart: to check palettes with.

type Triple = readonly [number, number, number]

/** Full protanopia, deuteranopia and tritanopia in linear RGB, after Machado, Oliveira and Fernandes (2009). */
const machado: Readonly<Record<'protanopia' | 'deuteranopia' | 'tritanopia', readonly [Triple, Triple, Triple]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

export const visions = ['trichromacy', 'protanopia', 'deuteranopia', 'tritanopia'] as const
export type Vision = (typeof visions)[number]

/** How far apart two colours (`#rrggbb`) are to an eye of that kind: CIE76, the plain distance in L*a*b*; 2.3 can just be seen. */
export function difference(one: string, other: string, vision: Vision): number {
  const [first, second] = [labSeen(one, vision), labSeen(other, vision)]
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2])
}

/** The contrast of two colours after WCAG 2: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = linearOf(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function labSeen(colour: string, vision: Vision): Triple {
  const linear = linearOf(colour)
  return labOf(vision === 'trichromacy' ? linear : through(machado[vision], linear))
}

function linearOf(colour: string): Triple {
  const [, ...digits] = /^#(..)(..)(..)$/.exec(colour) ?? []
  if (digits.length !== 3) throw new Error(`${colour} is not written #rrggbb`)
  return digits.map((two) => linearChannel(Number.parseInt(two, 16) / 255)) as unknown as Triple
}

// The transfer function of sRGB (IEC 61966-2-1).
function linearChannel(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function through(matrix: readonly [Triple, Triple, Triple], [x, y, z]: Triple): Triple {
  const row = ([a, b, c]: Triple) => Math.min(1, Math.max(0, a * x + b * y + c * z))
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])]
}

// Linear sRGB to L*a*b* under D65, each of X, Y, Z in parts of white.
function labOf([red, green, blue]: Triple): Triple {
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function curve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116
}
