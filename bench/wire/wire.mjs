// One wire: how fast one seeder serves one leecher, beside other clients that take turns with ours.

import { say } from '../../src-main/launch/run.mjs'
import { ours } from '../clients/clients.mjs'
import { makeContent, makeTorrent } from '../machine/content.mjs'
import { needRoom } from '../machine/scratch.mjs'
import { judge } from '../report/row.mjs'
import { median } from '../statistics.mjs'
import { findPairs } from './pairs.mjs'
import { transfer } from './transfer.mjs'

const mebibyte = 1024 * 1024
const pieceLengths = [mebibyte, mebibyte / 4]

/**
 * @typedef {import('./pairs.mjs').Pair} Pair
 * @typedef {import('./transfer.mjs').Transfer} Transfer
 * @typedef {{ pair: Pair, runs: (Transfer | undefined)[] }} Measured a run that failed is undefined
 */

/**
 * @param {{ runs: number, sizeMiB: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureWire({ runs, sizeMiB }) {
  const lengthBytes = sizeMiB * mebibyte
  // The content, a copy of it, and the ballast.
  needRoom(3 * lengthBytes + 1024 * mebibyte)
  const pairs = findPairs()
  const content = makeContent(lengthBytes)
  const sizes = pieceLengths.map((pieceLength) => ({
    pieceLength,
    torrent: makeTorrent(content, pieceLength),
    measured: pairs.map((pair) => /** @type {Measured} */ ({ pair, runs: [] })),
  }))
  for (let run = 1; run <= runs; run++) {
    for (const { pieceLength, torrent, measured } of sizes) {
      for (const { pair, runs: all } of measured) {
        const one = await tryTransfer(pair, { content, torrent })
        all.push(one)
        const speed = one ? `${Math.round(one.mibPerSec)} MiB/s` : 'failed'
        say(`  run ${run}, ${pieceLength / 1024} KiB pieces, ${pair.name}: ${speed}`)
      }
    }
  }
  return sizes.flatMap(({ pieceLength, measured }) => rowsOf(`${pieceLength / 1024} KiB pieces`, measured))
}

/**
 * @param {Pair} pair
 * @param {{ content: import('../machine/content.mjs').Content, torrent: string }} what
 */
async function tryTransfer({ seeder, leecher }, what) {
  try {
    return await transfer({ seeder, leecher, ...what })
  } catch (error) {
    say(`  ${/** @type {Error} */ (error).message}`)
    return undefined
  }
}

/**
 * @param {string} pieces
 * @param {readonly Measured[]} measured
 */
function rowsOf(pieces, measured) {
  const [own] = measured
  if (!own) return []
  const alone = measured.filter(({ pair: { seeder, leecher } }) => seeder === leecher && seeder !== ours)
  const fastest = fastestOf(alone)
  const figure = (
    /** @type {string} */ what,
    /** @type {string} */ unit,
    /** @type {(one: Transfer) => number} */ of,
  ) => ({
    bench: 'wire',
    what: `${pieces}, ${what}`,
    unit,
    ours: median(figures(own, of)),
    ...(fastest && { theirs: { name: fastest.pair.seeder.name, value: median(figures(fastest, of)) } }),
  })
  const limited = (/** @type {number} */ atMost) => ({ bound: /** @type {const} */ ({ of: 'ours', atMost }) })
  const larger = (/** @type {Transfer} */ { seeder, leecher }) => Math.max(seeder.anonymousMiB, leecher.anonymousMiB)
  return [
    speedRow(pieces, own, fastest, 1.25),
    judge({ ...figure('leecher', 'CPU s/GiB', ({ leecher }) => leecher.cpuSecondsPerGiB), ...limited(2.2) }),
    judge({ ...figure('seeder', 'CPU s/GiB', ({ seeder }) => seeder.cpuSecondsPerGiB), ...limited(1) }),
    judge({ ...figure('anonymous memory, the larger of both', 'MiB', larger), ...limited(128) }),
    ...measured
      .filter(({ pair: { seeder, leecher } }) => (seeder === ours) !== (leecher === ours))
      .map((mixed) => speedRow(pieces, mixed, fastestOf(amongThemselves(mixed.pair, measured)), 1)),
  ]
}

/**
 * Pairs without ours that differ from a mixed one in whose place ours has.
 * @param {Pair} mixed
 * @param {readonly Measured[]} measured
 */
function amongThemselves(mixed, measured) {
  return measured.filter(({ pair: { seeder, leecher } }) => {
    if (seeder === ours || leecher === ours) return false
    return mixed.seeder === ours ? leecher === mixed.leecher : seeder === mixed.seeder
  })
}

/**
 * Both ran in the same rounds, so each round has its ratio, and drift of the computer from round to round does not count.
 * @param {string} pieces
 * @param {Measured} one
 * @param {Measured | undefined} other
 * @param {number} atLeast
 */
function speedRow(pieces, one, other, atLeast) {
  const speed = (/** @type {Transfer} */ { mibPerSec }) => mibPerSec
  const ratios = one.runs.flatMap((run, round) => {
    const beside = other?.runs[round]
    return run && beside ? [run.mibPerSec / beside.mibPerSec] : []
  })
  return judge({
    bench: 'wire',
    what: `${pieces}, ${one.pair.name}`,
    unit: 'MiB/s',
    ours: median(figures(one, speed)),
    ...(other && { theirs: { name: other.pair.name, value: median(figures(other, speed)) }, ratio: median(ratios) }),
    ...(other && { bound: { of: 'ratio', atLeast } }),
    more: { ratios, all: figures(one, speed), theirAll: other ? figures(other, speed) : [] },
  })
}

/** @param {readonly Measured[]} measured */
function fastestOf(measured) {
  const speed = (/** @type {Measured} */ one) => median(figures(one, ({ mibPerSec }) => mibPerSec))
  return measured.filter((one) => speed(one) > 0).sort((a, b) => speed(b) - speed(a))[0]
}

/**
 * @param {Measured} measured
 * @param {(one: Transfer) => number} of
 */
function figures({ runs }, of) {
  return runs.flatMap((run) => (run ? [of(run)] : []))
}
