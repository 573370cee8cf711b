// The time to choose a piece.

import { PartProcess } from '../machine/part-process.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'

/** @returns {Promise<import('../report/row.mjs').Row>} */
export async function measurePicker() {
  const part = new PartProcess(await benchPart('picker'))
  try {
    /** @type {{ pieces: number, microseconds: Record<string, number> }[]} */
    const all = await part.heard()
    const [least, most] = [all.at(0), all.at(-1)]
    return judge({
      bench: 'flat',
      what: `choosing one of ${most?.pieces.toLocaleString('en')} pieces, with 200 peers`,
      unit: 'µs',
      ours: most?.microseconds['next()'] ?? Number.NaN,
      theirs: { name: `of ${least?.pieces.toLocaleString('en')}`, value: least?.microseconds['next()'] ?? Number.NaN },
      bound: { of: 'ratio', atMost: 2 },
      more: { all },
    })
  } finally {
    await part.stop()
  }
}
