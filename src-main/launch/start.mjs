// npm start: sets up what is missing, then opens the window; where that cannot be, serves the same screen to a browser.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hasDisplay, isLinuxRoot } from './display.mjs'
import { findElectron } from './electron-runtime.mjs'
import { helpText, parseArgsOptions } from './options.mjs'
import { LaunchError, launch, root, run, say } from './run.mjs'
import { setUp } from './set-up.mjs'

const args = process.argv.slice(2)
const extraElectronArgs = (process.env.SWARMSCOPE_ELECTRON_ARGS ?? '').split(' ').filter(Boolean)

await launch(async () => {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(helpText())
    return 0
  }
  await setUp()
  const electron = options.web ? undefined : usableElectron(options['fetch-electron'] === true)
  return electron === undefined ? runWeb() : runElectron(electron)
})

function readOptions() {
  try {
    return parseArgs({ args, options: parseArgsOptions(), allowPositionals: true }).values
  } catch (error) {
    const [what] = /** @type {Error} */ (error).message.split('. ')
    throw new LaunchError(`${what}. npm start -- --help lists the options.`)
  }
}

/** @param {boolean} again */
function usableElectron(again) {
  const found = obstacle() ?? findElectron({ again })
  if ('path' in found) return found.path
  say(`No desktop window: ${found.reason}. Here is the same screen for a browser.`)
  return undefined
}

function obstacle() {
  if (!hasDisplay()) return { reason: 'there is no display here' }
  if (isLinuxRoot() && !extraElectronArgs.includes('--no-sandbox')) {
    return { reason: 'you are root, and Electron keeps its sandbox for ordinary users' }
  }
  return undefined
}

/** @param {string} electron */
async function runElectron(electron) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const { code, signal } = await run(electron, [...extraElectronArgs, root, ...args], { env })
  // Electron's own start-up failures (a missing library, a sandbox that the system forbids) end so; our own end with 1.
  const couldNotStart = code === 126 || code === 127 || signal === 'SIGTRAP' || signal === 'SIGABRT'
  if (!couldNotStart) return code ?? 1
  say('Electron cannot run here, see above. Here is the same screen for a browser.')
  return runWeb()
}

function runWeb() {
  createRequire(import.meta.url)(join(root, 'dist', 'main', 'web.cjs'))
}
