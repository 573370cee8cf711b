// npm run package: sets up what is missing, then makes the installers of this system; `-- --dir` only the folder they hold.

import { dirname, join } from 'node:path'
import { electronVersion, findElectron } from './electron-runtime.mjs'
import { LaunchError, launch, root, run } from './run.mjs'
import { setUp } from './set-up.mjs'

await launch(async () => {
  await setUp()
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const config = ['--config', join(root, 'electron.config.ts'), '--publish', 'never']
  const { code } = await run(process.execPath, [builder, ...config, ...givenElectron(), ...process.argv.slice(2)])
  return code ?? 1
})

/** The Electron at hand serves as the runtime to pack; without one electron-builder fetches its own. */
function givenElectron() {
  const found = findElectron()
  // On macOS the executable sits inside Electron.app, and electron-builder wants the folder around that.
  if ('reason' in found || process.platform === 'darwin') return []
  const version = electronVersion(found.path)
  if (!version)
    throw new LaunchError(`there is no file named version beside ${found.path}, so its version is not known.`)
  return [`-c.electronDist=${dirname(found.path)}`, `-c.electronVersion=${version}`]
}
