// A part of the bench as a process of its own, which is asked over its process channel, one question after another.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../../src-main/launch/run.mjs'
import { cpuSeconds } from './processes.mjs'

/** Everything that runs: it ends with this program. @type {Set<PartProcess>} */
const running = new Set()
process.once('exit', () => {
  for (const part of running) part.kill()
})

/** A process that says one thing once it is ready, and answers each question. */
export class PartProcess {
  #child

  /**
   * @param {string} file
   * @param {readonly string[]} [args]
   * @param {(command: string, args: readonly string[]) => [command: string, args: string[]]} [how] the command that runs it so
   */
  constructor(file, args = [], how = (command, words) => [command, [...words]]) {
    const [command, words] = how(process.execPath, ['--expose-gc', file, ...args])
    this.#child = spawn(command, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    running.add(this)
    this.#child.once('exit', () => running.delete(this))
  }

  get pid() {
    return this.#child.pid ?? 0
  }

  /** Seconds of processor time that it has used; NaN where the system does not tell. */
  get cpuSeconds() {
    return cpuSeconds(this.#child.pid)
  }

  /**
   * Its next message: the first one says that it is ready.
   * @returns {Promise<any>}
   */
  async heard() {
    const stop = new AbortController()
    const early = once(this.#child, 'exit', { signal: stop.signal }).then(([code]) => {
      throw new Error(`a part ended early, with code ${code}`)
    })
    try {
      const [message] = await Promise.race([once(this.#child, 'message', { signal: stop.signal }), early])
      return message
    } finally {
      early.catch(() => undefined)
      stop.abort()
    }
  }

  /**
   * @param {import('node:child_process').Serializable} question
   * @returns {Promise<any>}
   */
  ask(question) {
    const answer = this.heard()
    this.#child.send(question)
    return answer
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.kill()
    await ended
  }

  kill() {
    this.#child.kill('SIGKILL')
  }
}
