import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

const executables = [
  ['linux', 'swarmscope'],
  ['win', 'Swarmscope.exe'],
  ['mac', 'Swarmscope.app/Contents/MacOS/Swarmscope'],
]

/** The executable that `npm run package -- --dir` made for this computer; undefined when it has not run. */
export function findPackagedApp() {
  const system = { win32: 'win', darwin: 'mac' }[/** @type {string} */ (process.platform)] ?? 'linux'
  const release = join(root, 'release')
  if (!existsSync(release)) return undefined
  return readdirSync(release)
    .filter((folder) => folder.startsWith(system))
    .map((folder) => join(release, folder, String(executables.find(([name]) => name === system)?.[1])))
    .find((path) => existsSync(path))
}
