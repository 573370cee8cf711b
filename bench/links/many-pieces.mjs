// What a torrent of 100 GiB costs in memory.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PartProcess } from '../machine/part-process.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'

const mebibyte = 1024 * 1024
const pieceLength = 2 * mebibyte
const blockLength = 16 * 1024
const few = 50
const many = 50_000
// Ours, those that are wanted, and the seeder's.
const bitfields = 3
const hashLength = 20

/** @returns {Promise<import('../report/row.mjs').Row[]>} */
export async function measureManyPieces() {
  const folder = emptyFolder('zeros')
  const peer = new PartProcess(await benchPart('zeros-downloader'), [folder])
  const seeder = new PartProcess(await benchPart('zeros-seeder'))
  try {
    await Promise.all([peer.heard(), seeder.heard()])
    // As much is downloaded of a small torrent first, so that the large one differs in nothing but its pieces.
    const before = await download(peer, seeder, few)
    const after = await download(peer, seeder, many)
    const expected = many * hashLength + bitfields * (many / 8)
    const usedBytes = after.usedBytes - before.usedBytes
    const files = readdirSync(folder).map((name) => statSync(join(folder, name)))
    return [
      judge({
        bench: 'links',
        what: `100 GiB in ${many.toLocaleString('en')} pieces, memory beyond hashes and bitfields`,
        unit: 'MiB',
        ours: (usedBytes - expected) / mebibyte,
        bound: { of: 'ours', atMost: 1 },
        more: {
          usedBytes,
          hashesAndBitfieldsBytes: expected,
          rssBytes: after.rssBytes - before.rssBytes,
          fileBytes: Math.max(...files.map(({ size }) => size)),
          onDiskBytes: files.reduce((sum, { blocks }) => sum + 512 * blocks, 0),
        },
      }),
    ]
  } finally {
    await Promise.all([peer.stop(), seeder.stop()])
    emptyFolder('zeros')
  }
}

/**
 * Downloads fifty pieces of a torrent; answers what memory the peer takes then.
 * @param {PartProcess} peer
 * @param {PartProcess} seeder
 * @param {number} pieces
 * @returns {Promise<{ usedBytes: number, rssBytes: number }>}
 */
async function download(peer, seeder, pieces) {
  const at = await peer.ask({ act: 'join', count: 1, pieces, pieceLength })
  await seeder.ask({ act: 'serve', ...at, blocks: few * (pieceLength / blockLength) })
  await peer.ask({ act: 'wait', ...at, verified: few })
  return peer.ask({ act: 'memory' })
}
