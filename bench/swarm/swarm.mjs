// Swarms of peers with upload limits: how near they come to the least time that any distribution takes.

import { say } from '../../src-main/launch/run.mjs'
import { findLibtorrents, ours } from '../clients/clients.mjs'
import { makeContent, makeTorrent } from '../machine/content.mjs'
import { needRoom } from '../machine/scratch.mjs'
import { judge } from '../report/row.mjs'
import { median } from '../statistics.mjs'
import { runSwarm } from './run-swarm.mjs'

const mebibyte = 1024 * 1024
const pieceLength = mebibyte / 4

/**
 * @typedef {import('../clients/clients.mjs').Client} Client
 * @typedef {import('./run-swarm.mjs').Members} Members
 * @typedef {import('./run-swarm.mjs').Distribution} Distribution
 * @typedef {import('../report/row.mjs').Row} Row
 *
 * @typedef {object} Shape a swarm but for who is in it
 * @property {string} name
 * @property {number} sizeMiB
 * @property {readonly number[]} uplinks in MiB/s, the seeder's first
 * @property {number} atMost how often the least time it may take
 */

/** @type {readonly Shape[]} */
const shapes = [
  { name: '1 + 8, 4 MiB/s up', sizeMiB: 64, uplinks: Array(9).fill(4), atMost: 1.15 },
  { name: '1 + 24, 1, 2 or 4 MiB/s up', sizeMiB: 128, uplinks: [4, ...Array(8).fill([1, 2, 4]).flat()], atMost: 1.2 },
]

/**
 * @param {{ runs: number, sizeMiB: number | undefined }} options
 * @returns {Promise<Row[]>}
 */
export async function measureSwarm({ runs, sizeMiB }) {
  const [libtorrent] = findLibtorrents()
  /** @type {Row[]} */
  const rows = []
  for (const shape of shapes) {
    const sized = { ...shape, sizeMiB: sizeMiB ?? shape.sizeMiB }
    const mixes = sized.uplinks.length === 9 && libtorrent ? libtorrent : undefined
    rows.push(...(await measureShape(sized, { runs, libtorrent, mixes })))
  }
  return rows
}

/**
 * @param {Shape} shape
 * @param {{ runs: number, libtorrent: Client | undefined, mixes: Client | undefined }} options `mixes`: with whom ours are mixed, too
 */
async function measureShape(shape, { runs, libtorrent, mixes }) {
  const { sizeMiB, uplinks } = shape
  needRoom((uplinks.length + 1) * sizeMiB * mebibyte)
  const content = makeContent(sizeMiB * mebibyte)
  const torrent = makeTorrent(content, pieceLength)
  const swarms = [
    swarmOf('ours', shape, () => ours),
    ...(libtorrent ? [swarmOf('libtorrent', shape, () => libtorrent)] : []),
    // The seeder is theirs, so nothing but the mixture differs from theirs.
    ...(mixes ? [swarmOf('mixed', shape, (i) => (i % 2 === 0 ? mixes : ours))] : []),
  ]
  for (let run = 1; run <= runs; run++) {
    for (const { name, members, all } of swarms) {
      const one = await runSwarm({ ...members, content, torrent })
      all.push(one)
      say(
        `  run ${run}, ${shape.name}, ${name}: ${one.seconds.toFixed(1)} s, the least is ${leastSeconds(shape).toFixed(1)} s`,
      )
    }
  }
  const [own = [], theirs, mixed] = swarms.map(({ all }) => all)
  return [...rowsOf(shape, own, theirs), ...(theirs && mixed ? [mixedRow(shape, mixed, theirs)] : [])]
}

/**
 * @param {string} name
 * @param {Shape} shape
 * @param {(peer: number) => Client} clientOf of each peer, the seeder being 0
 */
function swarmOf(name, { uplinks }, clientOf) {
  const [seeder, ...leechers] = uplinks.map((uplink, i) => ({ client: clientOf(i), upBytesPerSec: uplink * mebibyte }))
  if (!seeder) throw new Error('there is no swarm without a seeder')
  return { name, members: { seeder, leechers }, all: /** @type {Distribution[]} */ ([]) }
}

/**
 * Kurose and Ross, chapter 2: max{F/us, N·F/(us + Σui)}; downlinks are not limited here.
 * @param {Shape} shape
 */
function leastSeconds({ sizeMiB, uplinks: [seeder = 0, ...leechers] }) {
  const sum = leechers.reduce((a, b) => a + b, seeder)
  return Math.max(sizeMiB / seeder, (leechers.length * sizeMiB) / sum)
}

/**
 * @param {Shape} shape
 * @param {readonly Distribution[]} own
 * @param {readonly Distribution[] | undefined} theirs
 * @returns {Row[]}
 */
function rowsOf(shape, own, theirs) {
  const least = leastSeconds(shape)
  const figure = (
    /** @type {string} */ what,
    /** @type {string} */ unit,
    /** @type {(one: Distribution) => number} */ of,
  ) => ({
    bench: 'swarm',
    what: `${shape.name}: ${what}`,
    unit,
    ours: median(own.map(of)),
    ...(theirs && { theirs: { name: 'libtorrent', value: median(theirs.map(of)) } }),
    more: { all: own.map(of), theirAll: theirs?.map(of) ?? [] },
  })
  const inTime = figure(`time, the least being ${least.toFixed(1)} s`, '× the least', ({ seconds }) => seconds / least)
  const copies = figure('sent by the seeder until nothing is rare', 'copies', (one) => one.copies)
  const busy = figure('mean upload of the seeder until then', 'of its limit', ({ seederBusy }) => seederBusy)
  const highest = figure('highest mean upload of all', 'of its limit', ({ highestRate }) => highestRate)
  return [
    judge({ ...inTime, bound: { of: 'ours', atMost: shape.atMost } }),
    judge({ ...copies, bound: { of: 'ours', atMost: 1.1 } }),
    judge({ ...busy, bound: { of: 'ours', atLeast: 0.97 } }),
    judge({ ...highest, bound: { of: 'ours', atMost: 1.03 } }),
  ]
}

/**
 * @param {Shape} shape
 * @param {readonly Distribution[]} mixed
 * @param {readonly Distribution[]} theirs
 */
function mixedRow({ name }, mixed, theirs) {
  const ratios = mixed.map(({ seconds }, run) => seconds / (theirs[run]?.seconds ?? Number.NaN))
  return judge({
    bench: 'swarm',
    what: `${name}: half ours and half libtorrent, seeded by libtorrent`,
    unit: 's',
    ours: median(mixed.map(({ seconds }) => seconds)),
    theirs: { name: 'libtorrent alone', value: median(theirs.map(({ seconds }) => seconds)) },
    ratio: median(ratios),
    bound: { of: 'ratio', atMost: 1 },
    more: { ratios },
  })
}
