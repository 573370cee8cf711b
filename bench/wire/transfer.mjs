// One seeder, one leecher, no limits: a process each, over loopback.

import { ClientProcess } from '../clients/client-process.mjs'
import { Ballast } from '../machine/ballast.mjs'
import { isWhole } from '../machine/content.mjs'
import { nextPort } from '../machine/ports.mjs'
import { Usage } from '../machine/processes.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'

const mebibyte = 1024 * 1024
const doneWithinMs = 180_000

/**
 * @typedef {import('../clients/clients.mjs').Client} Client
 * @typedef {{ cpuSecondsPerGiB: number, anonymousMiB: number }} Costs
 * @typedef {{ mibPerSec: number, seeder: Costs, leecher: Costs }} Transfer
 */

/**
 * Times a whole download, from when the leecher is given the torrent until it has verified the last piece. Throws when a byte
 * is wrong.
 * @param {{ seeder: Client, leecher: Client, content: import('../machine/content.mjs').Content, torrent: string }} what
 * @returns {Promise<Transfer>}
 */
export async function transfer({ seeder, leecher, content, torrent }) {
  const folder = emptyFolder('download')
  /** @type {ClientProcess[]} */
  const running = []
  const ballast = new Ballast(content.lengthBytes)
  try {
    const port = nextPort()
    const from = await ClientProcess.start(seeder, { mode: 'seed', torrent, folder: content.folder, port })
    running.unshift(from)
    const to = await ClientProcess.start(leecher, { mode: 'leech', torrent, folder, port: nextPort(), peers: [port] })
    running.unshift(to)
    await untilQuiet()
    ballast.makeRoomFor(folder)
    const usages = { seeder: new Usage(from.pid), leecher: new Usage(to.pid) }
    const goMs = performance.now()
    to.go()
    const { atMs } = await to.heard('DONE', doneWithinMs)
    const costs = {
      seeder: costsOf(usages.seeder.end(), content.lengthBytes),
      leecher: costsOf(usages.leecher.end(), content.lengthBytes),
    }
    if (!isWhole(content, folder))
      throw new Error(`what ${leecher.name} has from ${seeder.name} is not what was shared`)
    const mibPerSec = content.lengthBytes / mebibyte / ((atMs - goMs) / 1000)
    return { mibPerSec, ...costs }
  } finally {
    ballast.end()
    for (const client of running) await client.stop()
    emptyFolder('download')
  }
}

/**
 * @param {{ cpuSeconds: number, anonymousBytes: number }} usage
 * @param {number} lengthBytes
 * @returns {Costs}
 */
function costsOf({ cpuSeconds, anonymousBytes }, lengthBytes) {
  return { cpuSecondsPerGiB: (cpuSeconds * 1024 * mebibyte) / lengthBytes, anonymousMiB: anonymousBytes / mebibyte }
}
