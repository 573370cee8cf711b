import { spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Something the person at the keyboard can mend; the message says what and how. */
export class LaunchError extends Error {}

/**
 * Runs a program in the repository to its end. A Ctrl-C reaches it by itself, so it is only waited for; a polite kill is passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(text: string) => void} [hear] is told what it prints, which is passed on all the same
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how it ended
 */
export function run(command, args, options = {}, hear) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: hear ? ['inherit', 'pipe', 'pipe'] : 'inherit', ...options })
    if (hear) overhear(child, hear)
    const wait = () => {}
    const passOn = () => child.kill('SIGTERM')
    process.on('SIGINT', wait).on('SIGTERM', passOn)
    const forget = () => process.off('SIGINT', wait).off('SIGTERM', passOn)
    child.once('error', (error) => {
      forget()
      reject(error)
    })
    child.once('close', (code, signal) => {
      forget()
      resolve({ code, signal })
    })
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {(text: string) => void} hear
 */
function overhear(child, hear) {
  const { stdout, stderr } = child
  stdout?.pipe(process.stdout, { end: false })
  stderr?.pipe(process.stderr, { end: false })
  for (const stream of [stdout, stderr]) {
    const decoder = new StringDecoder('utf8')
    stream?.on('data', (bytes) => hear(decoder.write(bytes)))
  }
  // Something that it left behind may hold its pipes: that is not waited for.
  child.once('exit', () =>
    setTimeout(() => [stdout, stderr].forEach((stream) => void stream?.destroy()), 2_000).unref(),
  )
}

/** Everything a set-up step prints goes to stderr: stdout belongs to the program. */
export const onStderr = /** @type {const} */ (['ignore', 2, 2])

/**
 * Runs npm: the one that runs us where there is one, because Windows cannot start `npm.cmd` without a shell.
 * @param {readonly string[]} args constant words only: on Windows a shell may read them
 */
export function runNpm(args) {
  const npm = process.env.npm_execpath
  if (npm && /npm-cli\.c?js$/.test(npm)) return run(process.execPath, [npm, ...args], { stdio: [...onStderr] })
  return run('npm', args, { stdio: [...onStderr], shell: process.platform === 'win32' })
}

/**
 * Says one line about what goes on.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a launcher's main function; a LaunchError becomes its sentence and exit code 1.
 * @param {() => Promise<number | void>} main answers the exit code, or nothing when the program goes on by itself
 */
export async function launch(main) {
  try {
    const code = await main()
    if (code !== undefined) process.exitCode = code
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    say(`swarmscope: ${error.message}`)
    process.exitCode = 1
  }
}
