// npm test: sets up what is missing, then runs every kind of test, and closes with one table. `npm test -- unit` runs one part.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { hasDisplay, isLinuxRoot } from './display.mjs'
import { findElectron } from './electron-runtime.mjs'
import { LaunchError, launch, root, run, say } from './run.mjs'
import { setUp } from './set-up.mjs'
import { whatFailed } from './what-failed.mjs'

/** @typedef {{ part: string, outcome: 'passed' | 'FAILED' | 'SKIPPED', seconds: number, note: string, output: string }} Row */
/** @typedef {{ script: string, args: string[], env?: NodeJS.ProcessEnv, window?: boolean }} Step */
/** @typedef {{ skip: string }} Skip */

const tool = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path)
const playwright = tool('@playwright', 'test', 'cli.js')

/** @type {Readonly<Record<string, () => Step[] | Skip>>} */
const parts = {
  lint: () => [{ script: tool('@biomejs', 'biome', 'bin', 'biome'), args: ['check', '--error-on-warnings'] }],
  types: () => [{ script: tool('typescript', 'bin', 'tsc'), args: ['-b'] }],
  unit: () => [{ script: tool('vitest', 'vitest.mjs'), args: ['run', '--project', 'main', '--project', 'pure'] }],
  simulation: () => [{ script: tool('vitest', 'vitest.mjs'), args: ['run', '--project', 'simulation'] }],
  terminal: () => [{ script: playwright, args: ['test', '--project', 'terminal'] }],
  interop: () => [{ script: join(root, 'e2e', 'interop', 'run.mjs'), args: ['--short'] }],
  web: () => [
    { script: playwright, args: ['test', '--project', 'web'], env: { SWARMSCOPE_CHROMIUM: ensureChromium() } },
  ],
  electron: () =>
    withElectron((env) => [{ script: playwright, args: ['test', '--project', 'electron'], env, window: true }]),
  packaged: () =>
    withElectron((env) => [
      { script: join(root, 'src-main', 'launch', 'package.mjs'), args: ['--dir'], env },
      { script: playwright, args: ['test', '--project', 'packaged'], env, window: true },
    ]),
}

/** In all, so that they are seen at once: some logs show no more than 25 lines. */
const linesOfFailures = 20

await launch(async () => {
  const asked = process.argv.slice(2)
  const unknown = asked.find((name) => !(name in parts))
  if (unknown) throw new LaunchError(`there is no part "${unknown}". The parts are: ${Object.keys(parts).join(', ')}.`)
  await setUp()
  /** @type {Row[]} */
  const rows = []
  for (const part of asked.length > 0 ? asked : Object.keys(parts)) rows.push(await runPart(part))
  printSummary(rows)
  const failed = rows.filter(({ outcome }) => outcome === 'FAILED')
  printFailures(failed)
  return failed.length > 0 ? 1 : 0
})

/**
 * @param {string} part
 * @returns {Promise<Row>}
 */
async function runPart(part) {
  say(`\n── ${part} ──`)
  const startedAtMs = Date.now()
  const { outcome, note, output } = await outcomeOf(part)
  if (outcome === 'SKIPPED') say(`!!! SKIPPED: ${part}: ${note}`)
  return { part, outcome, seconds: (Date.now() - startedAtMs) / 1000, note, output }
}

/**
 * @param {string} part
 * @returns {Promise<Pick<Row, 'outcome' | 'note' | 'output'>>}
 */
async function outcomeOf(part) {
  const steps = stepsOf(part)
  if ('skip' in steps) return { outcome: 'SKIPPED', note: steps.skip, output: '' }
  if ('fail' in steps) return { outcome: 'FAILED', note: steps.fail, output: '' }
  for (const step of steps) {
    const { code, output } = await runStep(step)
    if (code !== 0) return { outcome: 'FAILED', note: `exit code ${code ?? 'none'}`, output }
  }
  return { outcome: 'passed', note: '', output: '' }
}

/** @param {string} part */
function stepsOf(part) {
  try {
    return parts[part]?.() ?? []
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    say(error.message)
    return { fail: error.message }
  }
}

/** @param {Step} step */
async function runStep({ script, args, env, window }) {
  const command = [process.execPath, script, ...args]
  if (window && !hasDisplay()) command.unshift('xvfb-run', '-a')
  const [program = '', ...rest] = command
  // What goes through a pipe has no colours unless it is told to.
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}
  let output = ''
  const { code } = await run(program, rest, { env: { ...process.env, ...colours, ...env } }, (text) => {
    output += text
  })
  return { code, output }
}

/**
 * @param {(env: NodeJS.ProcessEnv) => Step[]} steps
 * @returns {Step[] | Skip}
 */
function withElectron(steps) {
  const found = findElectron()
  if ('reason' in found) return { skip: found.reason }
  if (!hasDisplay() && !onPath('xvfb-run')) {
    return { skip: 'there is no display and no xvfb-run (on Debian and Ubuntu: apt install xvfb xauth)' }
  }
  // Only these tests, and only as root: there Electron starts with its sandbox off or not at all.
  return steps({ SWARMSCOPE_ELECTRON: found.path, ...(isLinuxRoot() && { SWARMSCOPE_ELECTRON_ARGS: '--no-sandbox' }) })
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

/** @param {readonly Row[]} rows */
function printSummary(rows) {
  say('\n── summary ──')
  for (const { part, outcome, seconds, note } of rows) {
    say(`${outcome.padEnd(8)} ${part.padEnd(11)} ${seconds.toFixed(1).padStart(7)} s  ${note}`.trimEnd())
  }
}

/**
 * Last of all, for whoever sees only the end: what failed and why.
 * @param {readonly Row[]} failed
 */
function printFailures(failed) {
  for (const { part, note, output } of failed) {
    say(`\n── what failed in ${part} (${note}) ──`)
    for (const line of whatFailed(output, Math.max(5, Math.floor(linesOfFailures / failed.length)))) say(line)
  }
}
