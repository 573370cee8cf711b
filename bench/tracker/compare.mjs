// Our tracker beside npm's, taking turns in one run: announces a second, memory a member, and what garbage does to both.

import { setPriority } from 'node:os'
import { say } from '../../src-main/launch/run.mjs'
import { benchPart } from '../parts.mjs'
import { skip } from '../report/skipped.mjs'
import { isPinned } from './cores.mjs'
import { installNpmTracker, npmTrackerModule } from './install-npm-tracker.mjs'
import { announceLoad, garbageLoad, hasWrk, peersTold } from './load.mjs'
import { rowsOf } from './report.mjs'
import { ServerProcess } from './servers.mjs'

const small = 1_000
const large = 50_000
const garbagePerSecond = 100

/**
 * @typedef {{ name: string, isOurs: boolean, members: number, garbage: boolean, perSec: number[], perCpuSec: number[] }} Result
 * @typedef {{ name: string, server: ServerProcess, swarm: number, members: number, garbage?: boolean }} Case
 */

/**
 * @param {{ seconds: number, runs: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureTracker({ seconds, runs }) {
  if (!hasWrk()) {
    skip('tracker: wrk makes the load, and it is not installed (Debian: apt-get install wrk).')
    return []
  }
  goFirst()
  if (!isPinned) say('No taskset, or one core only: servers and load share cores, so the figures are of less worth.')
  const hasNpm = await installNpmTracker()
  if (!hasNpm) skip("npm's bittorrent-tracker, which could not be fetched.")
  const [oursFile, npmFile] = [await benchPart('our-tracker'), await benchPart('npm-tracker')]
  const ours = await ServerProcess.start(oursFile)
  const theirs = hasNpm ? await ServerProcess.start(npmFile, [npmTrackerModule]) : undefined
  const roomy = hasNpm ? await ServerProcess.start(npmFile, [npmTrackerModule, String(large)]) : undefined
  try {
    const memory = await fill(ours, theirs, roomy)
    /** @type {Case[]} */
    const cases = [
      { name: 'Swarmscope', server: ours, swarm: 0, members: small },
      { name: 'Swarmscope', server: ours, swarm: 1, members: large },
      { name: 'Swarmscope, with garbage', server: ours, swarm: 1, members: large, garbage: true },
      ...(theirs ? [{ name: 'npm', server: theirs, swarm: 0, members: small }] : []),
      ...(theirs ? [{ name: 'npm, which keeps 1,000', server: theirs, swarm: 1, members: large }] : []),
      ...(roomy ? [{ name: 'npm, told to keep all', server: roomy, swarm: 1, members: large }] : []),
    ]
    const results = await takeTurns(cases, ours, { seconds, runs })
    await checkAnswer(ours)
    return rowsOf({ results, memory: { ...memory, after: await ours.memory() }, large })
  } finally {
    await Promise.all([ours, theirs, roomy].map((server) => server?.stop()))
  }
}

/** What else runs on this computer disturbs less, where we may ask for that; what we start has the same priority. */
function goFirst() {
  try {
    setPriority(-10)
  } catch {
    // Only an administrator may.
  }
}

/**
 * Everybody announces itself once. Answers what the servers took before and after the large swarm.
 * @param {ServerProcess} ours
 * @param {ServerProcess | undefined} theirs
 * @param {ServerProcess | undefined} roomy
 */
async function fill(ours, theirs, roomy) {
  say('Filling the swarms, and waiting until the memory has come to rest…')
  for (const server of [ours, theirs, roomy]) if (server) await warmUp(server, 0, small)
  // What the first load has left behind in memory is no member's.
  const [before, roomyBefore] = await Promise.all([ours.memory(), roomy?.memory()])
  await warmUp(ours, 1, large)
  await roomy?.fill(1, large)
  if (theirs) await warmUp(theirs, 1, large, small)
  const [filled, roomyFilled] = await Promise.all([ours.memory(), roomy?.memory()])
  for (const server of [ours, theirs, roomy]) if (server) await checkAnswer(server)
  return { before, filled, roomy: roomyBefore && roomyFilled && { before: roomyBefore, filled: roomyFilled } }
}

/**
 * Who announces itself to the large swarm must be told of as many as it wants.
 * @param {ServerProcess} server
 */
async function checkAnswer(server) {
  const told = await peersTold({ port: server.port, infoHash: server.infoHashes[1] ?? '' })
  if (told !== 50) throw new Error(`an announce was told of ${told} peers, and not of 50`)
}

/**
 * @param {ServerProcess} server
 * @param {number} swarm
 * @param {number} members
 * @param {number} [kept] how many of them it keeps
 */
async function warmUp(server, swarm, members, kept = members) {
  const load = { port: server.port, infoHash: server.infoHashes[swarm] ?? '', members, seconds: 3, wanted: 0 }
  for (let times = 0; times < 10; times++) {
    await announceLoad(load)
    if (((await server.members()).members[swarm] ?? 0) >= kept) return
  }
  throw new Error(`not all of ${members} members came`)
}

/**
 * @param {readonly Case[]} cases
 * @param {ServerProcess} ours
 * @param {{ seconds: number, runs: number }} options
 */
async function takeTurns(cases, ours, { seconds, runs }) {
  const results = cases.map(({ name, server, members, garbage = false }) => {
    return /** @type {Result} */ ({ name, isOurs: server === ours, members, garbage, perSec: [], perCpuSec: [] })
  })
  for (let run = 1; run <= runs; run++) {
    say(`  run ${run} of ${runs}…`)
    for (const [i, { server, swarm, members, garbage }] of cases.entries()) {
      const { port } = server
      const cpuBefore = server.cpuSeconds
      const load = announceLoad({ port, infoHash: server.infoHashes[swarm] ?? '', members, seconds })
      const noise = garbage ? garbageLoad({ port, perSecond: garbagePerSecond, seconds }) : undefined
      const perSec = await load
      await noise
      results[i]?.perSec.push(perSec)
      const took = server.cpuSeconds - cpuBefore
      if (took > 0) results[i]?.perCpuSec.push((perSec * seconds) / took)
    }
  }
  return results
}
