// The servers that are measured: each is a process of its own, on the first core.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { root } from '../../src-main/launch/run.mjs'
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

  /** Seconds of processor time that it has used; null where the system does not tell. */
  cpuSeconds() {
    try {
      const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      // utime and stime, in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) / 100
    } catch {
      return null
    }
  }

  async stop() {
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }

  /** @param {unknown} question */
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
