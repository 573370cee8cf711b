import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { LaunchError, root, say } from './run.mjs'

const installTimeoutMs = 300_000
const linuxNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/** The path of a Chromium, Chrome or Edge for the tests: SWARMSCOPE_CHROMIUM, Playwright's own, the system's; undefined when there is none. */
export function findChromium() {
  const given = process.env.SWARMSCOPE_CHROMIUM
  if (given) {
    if (existsSync(given)) return given
    throw new LaunchError(
      `SWARMSCOPE_CHROMIUM names ${given}, which does not exist. Give the path of a Chromium executable.`,
    )
  }
  return [playwrightsOwn(), ...systemPlaces()].find((path) => path !== undefined && isExecutable(path))
}

/** As findChromium, and installs one where it can: Debian's package as root, else Playwright's. Throws LaunchError when all fails. */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installDebianPackage()
  if (!findChromium()) installPlaywrightsOwn()
  const installed = findChromium()
  if (installed) return installed
  throw new LaunchError(
    'the end-to-end tests need a browser. Install Chromium, Chrome or Edge (on Debian and Ubuntu: apt install chromium), ' +
      'or set SWARMSCOPE_CHROMIUM to the executable of one.',
  )
}

function playwrightsOwn() {
  try {
    return createRequire(join(root, 'package.json'))('@playwright/test').chromium.executablePath()
  } catch {
    return undefined
  }
}

function systemPlaces() {
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .flatMap((name) => process.env[name] ?? [])
      .flatMap((folder) => [
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ])
  }
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installDebianPackage() {
  say('Installing Chromium (apt-get install chromium)…')
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 2],
      timeout: installTimeoutMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  if (!apt(...install) && apt('update')) apt(...install)
}

function installPlaywrightsOwn() {
  say("Fetching Playwright's Chromium…")
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: ['ignore', 'ignore', 2],
    timeout: installTimeoutMs,
  })
}
