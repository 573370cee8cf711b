import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Built } from './built.mjs'
import { LaunchError, onStderr, root, run, runNpm, say } from './run.mjs'

const sources = ['src-shared', 'src-main', 'src-renderer', 'package.json', 'package-lock.json', 'vite.config.ts']
const app = new Built(sources, join(root, 'dist', 'built-from'))
const lockFile = join(root, '.set-up-lock')

/** Makes the checkout ready to run: installs and builds, each only when needed; quick when nothing changed. Throws LaunchError. */
export async function setUp() {
  checkNode()
  if (isInstalled() && app.isFresh) return
  // Several peers may be started at once on a fresh clone: one sets up, the others wait for it.
  await alone(async () => {
    if (!isInstalled()) await install()
    if (!app.isFresh) await build()
  })
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new LaunchError(`Node ${process.versions.node} is too old. Install Node 20.19 or newer from nodejs.org.`)
}

/** npm keeps what it installed in a lock file of its own; each package we need must be in it, in the version we need. */
function isInstalled() {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return false
  const wanted = readLock(join(root, 'package-lock.json')) ?? {}
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === version : optional === true
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function install() {
  say('Installing packages (npm ci)…')
  const { code } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) throw new LaunchError('npm ci failed, see above. Is the package registry within reach?')
}

async function build() {
  say('Building…')
  await app.renew(async () => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const { code } = await run(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
      stdio: [...onStderr],
    })
    if (code !== 0) throw new LaunchError('the build failed, see above.')
  })
}

/**
 * Works while nobody else sets this checkout up.
 * @param {() => Promise<void>} work
 */
export async function alone(work) {
  while (!takeLock()) await delay(200)
  try {
    await work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

function takeLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (!ownerIsAlive()) rmSync(lockFile, { force: true })
    return false
  }
}

function ownerIsAlive() {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'))
    // Created and not yet written: its owner is alive.
    return pid === 0 || process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
