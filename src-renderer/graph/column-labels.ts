// The headings of the columns, where the peers stand by role: what role, and how many.

import type { NodeRole } from './model.ts'
import { boxAround } from './occupancy.ts'
import type { Palette } from './palette.ts'
import { type Measure, rimOf, type SceneLabel, type SceneNode } from './scene.ts'
import { wordLine } from './scene-labels.ts'

const words: Readonly<Record<NodeRole, readonly [one: string, several: string]>> = {
  seeder: ['seeder', 'seeders'],
  peer: ['peer', 'peers'],
  leecher: ['leecher', 'leechers'],
  none: ['in no swarm', 'in no swarm'],
}
/** Above the highest peer and the name that may stand there, in px. */
const abovePx = 52

/** One heading for each role that there is, above its peers. */
export function columnLabels(
  nodes: readonly SceneNode[],
  look: { readonly scale: number; readonly palette: Palette },
  measure: Measure,
): SceneLabel[] {
  return (Object.keys(words) as NodeRole[]).flatMap((role) => {
    const here = nodes.filter(({ node }) => node.role === role)
    if (here.length === 0) return []
    const text = `${here.length.toLocaleString('en')} ${words[role][here.length === 1 ? 0 : 1]}`
    const line = wordLine(text, look, look.palette.roleColour[role], 600)
    const x = here.reduce((sum, { at }) => sum + at.x, 0) / here.length
    const top = Math.min(...nodes.map(({ at }) => at.y)) - rimOf(look.scale) - abovePx
    const box = boxAround({ x, y: Math.max(line.height, top) }, measure(text, line.font) + 8, line.height)
    return [{ lines: [line], lock: null, box, alpha: 1, plate: false }]
  })
}
