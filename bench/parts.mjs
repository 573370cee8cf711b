// The parts of the bench that are written in TypeScript, bundled for Node as the app is.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Built } from '../src-main/launch/built.mjs'
import { LaunchError, onStderr, root, run } from '../src-main/launch/run.mjs'
import { alone } from '../src-main/launch/set-up.mjs'

const bundler = fileURLToPath(new URL('bundle.mjs', import.meta.url))
const folder = join(root, 'node_modules', '.cache', 'bench')
const parts = new Built(['src-shared', 'src-main', 'bench', 'package-lock.json'], join(folder, 'built-from'))

/**
 * A part, bundled when its sources have changed.
 * @param {string} name as bundle.mjs calls it
 * @returns {Promise<string>} its file
 */
export async function benchPart(name) {
  if (!parts.isFresh) await alone(async () => void (parts.isFresh || (await parts.renew(bundle))))
  return join(folder, `${name}.js`)
}

// In a process of its own: the memory that it needs would count as the peer's.
async function bundle() {
  const { code } = await run(process.execPath, [bundler, folder], { stdio: [...onStderr] })
  if (code !== 0) throw new LaunchError('the bench could not be bundled; what went wrong stands above.')
}
