// Many: links, swarms, pieces.

import { measureIdleLinks } from './idle-links.mjs'
import { measureManyPieces } from './many-pieces.mjs'
import { measureStart } from './start-swarms.mjs'

/**
 * @param {{ runs: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureLinks({ runs }) {
  return [...(await measureStart(runs)), ...(await measureManyPieces()), ...(await measureIdleLinks())]
}
