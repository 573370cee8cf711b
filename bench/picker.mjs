// The time to choose a piece: a bench of vitest's own, which prints its table itself.

import { join } from 'node:path'
import { LaunchError, root, run } from '../src-main/launch/run.mjs'

/** @returns {Promise<import('./report/row.mjs').Row[]>} */
export async function measurePicker() {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { code } = await run(process.execPath, [vitest, 'run', '--config', 'bench/vitest.config.ts', 'picker'])
  if (code !== 0) throw new LaunchError('the picker could not be measured, see above.')
  return []
}
