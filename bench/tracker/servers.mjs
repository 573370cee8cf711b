// The servers that are measured: each is a process of its own, on the first core.

import { PartProcess } from '../machine/part-process.mjs'
import { onCore, serverCore } from './cores.mjs'

/**
 * @typedef {{ members: number[], tableBytes?: number[] }} Members
 * @typedef {Members & { usedBytes: number, rssBytes: number }} Memory
 */

/** A running server. */
export class ServerProcess extends PartProcess {
  port = 0
  /** @type {string[]} */
  infoHashes = []

  /**
   * Starts one and waits until it listens.
   * @param {string} file
   * @param {readonly string[]} [args]
   */
  static async start(file, args = []) {
    const server = new ServerProcess(file, args, (command, words) => onCore(serverCore, command, words))
    const { port, infoHashes } = await server.heard()
    server.port = port
    server.infoHashes = infoHashes
    return server
  }

  /** How many members each swarm has. @returns {Promise<Members>} */
  members() {
    return this.ask('members')
  }

  /** What it takes, when it has come to rest. @returns {Promise<Memory>} */
  memory() {
    return this.ask('memory')
  }

  /**
   * Puts members into a swarm at once, where the server can do that.
   * @param {number} swarm
   * @param {number} members
   */
  async fill(swarm, members) {
    await this.ask([this.infoHashes[swarm] ?? '', members])
  }
}
