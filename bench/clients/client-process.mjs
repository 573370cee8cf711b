// A client as a process of its own, driven over its standard streams; the protocol is in ../README.md.

import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'

const readyWithinMs = 120_000
const endsWithinMs = 15_000

/** Everything that runs: it ends with this program. @type {Set<ClientProcess>} */
const running = new Set()
process.once('exit', () => {
  for (const client of running) client.kill()
})

/**
 * @typedef {object} Task
 * @property {'seed' | 'leech'} mode
 * @property {string} torrent its file
 * @property {string} folder where the content is, or comes
 * @property {number} port
 * @property {readonly number[]} [peers] ports of those whom it dials
 * @property {number} [upBytesPerSec] upload limit
 */

/** One client that runs. */
export class ClientProcess {
  /** Of the program that moves the bytes: an adapter may only steer it. */
  pid = 0
  #child
  #name
  #news = new EventEmitter()
  /** Each word that it said, with what followed it and when. @type {Map<string, { rest: string, atMs: number }>} */
  #said = new Map()
  #errors = ''
  #isOver = false

  /**
   * @param {import('./clients.mjs').Client} client
   * @param {Task} task
   */
  constructor({ name, command }, { mode, torrent, folder, port, peers = [], upBytesPerSec = 0 }) {
    const [program = '', ...args] = command
    const addresses = peers.map((peer) => `127.0.0.1:${peer}`).join(',')
    this.#name = `${name}, which was to ${mode},`
    const words = [...args, mode, torrent, folder, String(port), addresses, String(upBytesPerSec)]
    // A group of its own: what an adapter has started ends with it.
    this.#child = spawn(program, words, { detached: true, env: { ...process.env, NO_COLOR: '1' } })
    running.add(this)
    // What cannot be said to it shows in what it does not answer.
    this.#child.stdin.on('error', () => undefined)
    this.#child.once('error', ({ message }) => this.#end(message)).once('close', () => this.#end())
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line))
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors = `${this.#errors}${text}`.slice(-2_000)
    })
  }

  /**
   * Starts one and waits until it is ready. A seeder has hashed its content by then, and a leecher not looked at the torrent.
   * @param {import('./clients.mjs').Client} client
   * @param {Task} task
   */
  static async start(client, task) {
    const started = new ClientProcess(client, task)
    try {
      started.pid = Number((await started.heard('READY', readyWithinMs)).rest)
      return started
    } catch (error) {
      await started.stop()
      throw error
    }
  }

  /** Lets a leecher begin. */
  go() {
    this.#child.stdin.write('GO\n')
  }

  /**
   * What it said after a word, and when, as `performance.now()` counts. Rejects when it does not come in time, or ever.
   * @param {string} word
   * @param {number} withinMs
   */
  async heard(word, withinMs) {
    const inTime = AbortSignal.timeout(withinMs)
    for (;;) {
      const said = this.#said.get(word)
      if (said) return said
      if (this.#isOver) throw new Error(`${this.#name} ended before it said ${word}. ${this.#errors}`)
      await once(this.#news, 'news', { signal: inTime }).catch(() => {
        throw new Error(`${this.#name} said no ${word} within ${withinMs / 1000} s. ${this.#errors}`)
      })
    }
  }

  /** Ends it; answers the bytes of content that it says to have sent and received, NaN when it does not say. */
  async stop() {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.kill(), endsWithinMs)
    while (!this.#isOver) await once(this.#news, 'news')
    clearTimeout(timer)
    const [, up, down] = /up (\d+) down (\d+)/.exec(this.#errors) ?? []
    return { upBytes: Number(up), downBytes: Number(down) }
  }

  /** Ends it, and what it has started, at once. */
  kill() {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }

  /** @param {string} line */
  #hear(line) {
    const [word = '', ...rest] = line.split(' ')
    this.#said.set(word, { rest: rest.join(' '), atMs: performance.now() })
    this.#news.emit('news')
  }

  #end(error = '') {
    this.#errors += error
    this.#isOver = true
    running.delete(this)
    this.#news.emit('news')
  }
}
