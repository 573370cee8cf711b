// The servers that are measured: each is a process of its own, on the first core.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../../src-main/launch/run.mjs'
import { cpuSeconds } from '../machine/processes.mjs'
import { onCore, serverCore } from './cores.mjs'

/**
 * @typedef {{ members: number[], tableBytes?: number[] }} Members
 * @typedef {Members & { usedBytes: number, rssBytes: number }} Memory
 */

/** A running server. */
export class ServerProcess {
  #child
  port = 0
  /** @type {string[]} */
  infoHashes = []

  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.#child = child
  }

  /**
   * Starts one and waits until it listens.
   * @param {string} file
   * @param {readonly string[]} [args]
   */
  static async start(file, args = []) {
    const [command, words] = onCore(serverCore, process.execPath, ['--expose-gc', file, ...args])
    const server = new ServerProcess(
      spawn(command, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    )
    const [{ port, infoHashes }] = await server.#answer()
    server.port = port
    server.infoHashes = infoHashes
    return server
  }

  /** How many members each swarm has. @returns {Promise<Members>} */
  async members() {
    return this.#ask('members')
  }

  /** What it takes, when it has come to rest. @returns {Promise<Memory>} */
  async memory() {
    return this.#ask('memory')
  }

  /**
   * Puts members into a swarm at once, where the server can do that.
   * @param {number} swarm
   * @param {number} members
   */
  async fill(swarm, members) {
    await this.#ask([this.infoHashes[swarm], members])
  }

  /** Seconds of processor time that it has used; NaN where the system does not tell. */
  get cpuSeconds() {
    return cpuSeconds(this.#child.pid)
  }

  async stop() {
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }

  /** @param {import('node:child_process').Serializable} question */
  async #ask(question) {
    const answer = this.#answer()
    this.#child.send(question)
    const [reply] = await answer
    return reply
  }

  async #answer() {
    const stop = new AbortController()
    const early = once(this.#child, 'exit', { signal: stop.signal }).then(([code]) => {
      throw new Error(`a server ended early, with code ${code}`)
    })
    try {
      return await Promise.race([once(this.#child, 'message', { signal: stop.signal }), early])
    } finally {
      early.catch(() => undefined)
      stop.abort()
    }
  }
}
