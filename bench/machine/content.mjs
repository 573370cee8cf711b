// What is shared in a measurement: random bytes, and torrents of them.

import { createHash, randomFillSync } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { emptyFolder, scratch } from './scratch.mjs'

const chunkLength = 4 * 1024 * 1024
const tracker = 'http://127.0.0.1:9/announce'

/** @typedef {{ folder: string, file: string, name: string, lengthBytes: number }} Content */

/**
 * A file of random bytes in a folder of its own.
 * @param {number} lengthBytes
 * @returns {Content}
 */
export function makeContent(lengthBytes) {
  const folder = emptyFolder('content')
  const file = join(folder, `noise-${lengthBytes}.bin`)
  const to = openSync(file, 'w')
  const chunk = Buffer.alloc(chunkLength)
  for (let at = 0; at < lengthBytes; at += chunkLength) {
    writeSync(to, randomFillSync(chunk), 0, Math.min(chunkLength, lengthBytes - at), at)
  }
  closeSync(to)
  return { folder, file, name: basename(file), lengthBytes }
}

/**
 * Its .torrent. Its tracker does not exist, and nobody asks it: rtorrent takes no torrent without one.
 * @param {Content} content
 * @param {number} pieceLength
 * @returns {string} the file's path
 */
export function makeTorrent({ file, name, lengthBytes }, pieceLength) {
  const hashes = []
  const from = openSync(file, 'r')
  const piece = Buffer.alloc(pieceLength)
  for (let at = 0; at < lengthBytes; at += pieceLength) {
    const length = readSync(from, piece, 0, pieceLength, at)
    hashes.push(createHash('sha1').update(piece.subarray(0, length)).digest())
  }
  closeSync(from)
  const pieces = Buffer.concat(hashes)
  const start = `d8:announce${tracker.length}:${tracker}4:infod6:lengthi${lengthBytes}e4:name${name.length}:${name}12:piece lengthi${pieceLength}e`
  const path = join(scratch(), `${name}-${pieceLength}.torrent`)
  writeFileSync(path, Buffer.concat([Buffer.from(`${start}6:pieces${pieces.length}:`), pieces, Buffer.from('ee')]))
  return path
}

/**
 * Whether what was downloaded into a folder is the content, byte for byte.
 * @param {Content} content
 * @param {string} folder
 */
export function isWhole({ file, name, lengthBytes }, folder) {
  const [original, copy] = [openSync(file, 'r'), openSync(join(folder, name), 'r')]
  try {
    if (fstatSync(copy).size !== lengthBytes) return false
    const [ours, theirs] = [Buffer.alloc(chunkLength), Buffer.alloc(chunkLength)]
    for (let at = 0; at < lengthBytes; at += chunkLength) {
      const length = readSync(original, ours, 0, chunkLength, at)
      if (readSync(copy, theirs, 0, chunkLength, at) !== length) return false
      if (ours.compare(theirs, 0, length, 0, length) !== 0) return false
    }
    return true
  } finally {
    closeSync(original)
    closeSync(copy)
  }
}
