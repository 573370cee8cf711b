import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { LaunchError, root, say } from './run.mjs'

const fetchTimeoutMs = 180_000
const electronPackage = join(root, 'node_modules', 'electron')
// In node_modules, so that a new install tries anew.
const notFetched = join(root, 'node_modules', '.electron-not-fetched')

/**
 * Finds an Electron to run: SWARMSCOPE_ELECTRON, else the `electron` package's own runtime, fetched when it is missing.
 * A fetch that failed is not tried again before the next install, unless `again`. Throws LaunchError when SWARMSCOPE_ELECTRON is wrong.
 * @param {{ again?: boolean }} [options]
 * @returns {{ path: string } | { reason: string }}
 */
export function findElectron({ again = false } = {}) {
  const given = process.env.SWARMSCOPE_ELECTRON
  if (given) {
    if (existsSync(given)) return { path: resolve(given) }
    throw new LaunchError(
      `SWARMSCOPE_ELECTRON names ${given}, which does not exist. Give the path of an Electron executable.`,
    )
  }
  const own = ownRuntime()
  if (own) return { path: own }
  if (again || !existsSync(notFetched)) fetchRuntime()
  const fetched = ownRuntime()
  if (fetched) return { path: fetched }
  return {
    reason: `Electron's runtime could not be fetched (${whyNotFetched()}); npm start -- --fetch-electron tries again`,
  }
}

/**
 * The version of an Electron, from the file beside its executable; undefined when there is none.
 * @param {string} executable
 */
export function electronVersion(executable) {
  try {
    return readFileSync(join(dirname(executable), 'version'), 'utf8')
      .trim()
      .replace(/^v/, '')
  } catch {
    return undefined
  }
}

function ownRuntime() {
  try {
    const path = join(electronPackage, 'dist', readFileSync(join(electronPackage, 'path.txt'), 'utf8'))
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

function fetchRuntime() {
  say("Fetching Electron's runtime…")
  const { status, stderr } = spawnSync(process.execPath, [join(electronPackage, 'install.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: fetchTimeoutMs,
  })
  if (status === 0) return
  const firstLine = stderr.split('\n').find((line) => line.trim() !== '')
  writeFileSync(
    notFetched,
    status === null ? `no answer in ${fetchTimeoutMs / 1000} s` : (firstLine ?? 'no reason given'),
  )
}

function whyNotFetched() {
  try {
    return readFileSync(notFetched, 'utf8').trim()
  } catch {
    return 'no reason given'
  }
}
