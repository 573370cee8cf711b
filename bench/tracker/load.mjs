// What the servers are loaded with, from the second core.

import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadCore, onCore } from './cores.mjs'

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const connections = 32
const runFile = promisify(execFile)

/** Whether wrk is installed. */
export function hasWrk() {
  return spawnSync('wrk', ['--version']).error === undefined
}

/**
 * So many peers of a swarm announce themselves one after another, over 32 connections; answers the announces a second.
 * @param {{ port: number, infoHash: string, members: number, seconds: number, wanted?: number }} load
 */
export async function announceLoad({ port, infoHash, members, seconds, wanted = 50 }) {
  const flags = ['-t1', `-c${connections}`, `-d${seconds}`, '--timeout', '30s', '-s', here('announce.lua')]
  const [command, args] = onCore(loadCore, 'wrk', [...flags, `http://127.0.0.1:${port}/announce`])
  const INFO_HASH = infoHash.replace(/../g, '%$&')
  const env = { ...process.env, INFO_HASH, MEMBERS: String(members), NUMWANT: String(wanted) }
  const { stdout } = await runFile(command, args, { env, timeout: (seconds + 30) * 1_000 })
  const wrong = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(stdout)
  if (wrong) throw new Error(`not every announce was answered: ${wrong[0]}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

/**
 * Garbage, so many connections a second; answers how many it were.
 * @param {{ port: number, perSecond: number, seconds: number }} load
 */
export async function garbageLoad({ port, perSecond, seconds }) {
  const words = [here('garbage.mjs'), String(port), String(perSecond), String(seconds)]
  const [command, args] = onCore(loadCore, process.execPath, words)
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [sent] = await once(child, 'message')
  return Number(sent)
}

/**
 * How many peers one announce is told of.
 * @param {{ port: number, infoHash: string }} at
 */
export async function peersTold({ port, infoHash }) {
  const ids = `info_hash=${infoHash.replace(/../g, '%$&')}&peer_id=-XX0001-000000007919`
  const query = `${ids}&port=10001&left=1000&uploaded=0&downloaded=0&compact=1&numwant=50`
  const response = await fetch(`http://127.0.0.1:${port}/announce?${query}`)
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
  return Number(/5:peers(\d+):/.exec(text)?.[1]) / 6
}
