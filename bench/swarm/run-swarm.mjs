// One seeder and several leechers, a process each, everybody told of everybody: each dials the seeder and those before it.

import { ClientProcess } from '../clients/client-process.mjs'
import { isWhole } from '../machine/content.mjs'
import { nextPort } from '../machine/ports.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'

const doneWithinMs = 400_000

/**
 * @typedef {{ client: import('../clients/clients.mjs').Client, upBytesPerSec: number }} Member
 * @typedef {{ seeder: Member, leechers: readonly Member[] }} Members
 *
 * @typedef {object} Distribution
 * @property {number} seconds from the start until everybody has everything
 * @property {number} copies how often the seeder had sent the content when the others together had every piece
 * @property {number} seederBusy its mean rate until then, as a share of its limit
 * @property {number} highestRate the highest mean rate of a peer over the whole time, as a share of its limit
 */

/**
 * Runs a swarm until all have everything. Throws when a byte is wrong, or it takes too long.
 * @param {Members & { content: import('../machine/content.mjs').Content, torrent: string }} what
 * @returns {Promise<Distribution>}
 */
export async function runSwarm({ seeder, leechers, content, torrent }) {
  const { lengthBytes } = content
  const folders = leechers.map((_, i) => emptyFolder(`leecher-${i}`))
  const ports = [nextPort(), ...leechers.map(nextPort)]
  /** @type {ClientProcess[]} */
  const running = []
  try {
    const seeding = await start(seeder, { mode: 'seed', torrent, folder: content.folder, port: ports[0] ?? 0 })
    running.push(seeding)
    for (const [i, leecher] of leechers.entries()) {
      const task = { torrent, folder: folders[i] ?? '', port: ports[i + 1] ?? 0, peers: ports.slice(0, i + 1) }
      running.push(await start(leecher, { mode: 'leech', ...task }))
    }
    await untilQuiet()
    const goMs = performance.now()
    const leeching = running.slice(1)
    for (const leecher of leeching) leecher.go()
    const done = await Promise.all(leeching.map((leecher) => leecher.heard('DONE', doneWithinMs)))
    const doneMs = Math.max(...done.map(({ atMs }) => atMs))
    const spread = await seeding.heard('SPREAD', 200).catch(() => undefined)
    const sent = await Promise.all(running.splice(0).map((client) => client.stop()))
    if (!folders.every((folder) => isWhole(content, folder)))
      throw new Error('what somebody has is not what was shared')
    const seconds = (doneMs - goMs) / 1000
    // Where the last rare piece came last, it may all be over before the seeder hears of it.
    const spreadBytes = Number(spread?.rest ?? sent[0]?.upBytes)
    const spreadSeconds = ((spread?.atMs ?? doneMs) - goMs) / 1000
    const rates = [seeder, ...leechers].map(({ upBytesPerSec }, i) => (sent[i]?.upBytes ?? 0) / seconds / upBytesPerSec)
    return {
      seconds,
      copies: spreadBytes / lengthBytes,
      seederBusy: spreadBytes / spreadSeconds / seeder.upBytesPerSec,
      highestRate: Math.max(...rates),
    }
  } finally {
    await Promise.all(running.map((client) => client.stop()))
    for (const i of leechers.keys()) emptyFolder(`leecher-${i}`)
  }
}

/**
 * @param {Member} member
 * @param {import('../clients/client-process.mjs').Task} task
 */
function start({ client, upBytesPerSec }, task) {
  return ClientProcess.start(client, { ...task, upBytesPerSec })
}
