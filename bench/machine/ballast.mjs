// Warm memory. In a virtual machine the first touch of memory that the host has taken back runs at some 250 MiB/s, so a
// download into memory would measure the host. Ballast holds memory that was just touched, and lets it go shortly before
// the download wants it.

import { closeSync, ftruncateSync, openSync, readdirSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isInMemory, scratch } from './scratch.mjs'

const aheadBytes = 384 * 1024 * 1024
const everyMs = 4

/** Memory for a download of a known length. It is freed as that grows; where files do not lie in memory, it does nothing. */
export class Ballast {
  #path = join(scratch(), 'ballast')
  #length
  #file = isInMemory ? openSync(this.#path, 'w') : undefined
  /** @type {NodeJS.Timeout | undefined} */
  #timer

  /** @param {number} lengthBytes */
  constructor(lengthBytes) {
    // What is free ahead of the download would else be missing at its end.
    this.#length = lengthBytes + 2 * aheadBytes
    const chunk = Buffer.alloc(4 * 1024 * 1024, 1)
    if (this.#file === undefined) return
    for (let at = 0; at < this.#length; at += chunk.length) writeSync(this.#file, chunk, 0, chunk.length, at)
  }

  /**
   * From now on it makes room for what is written into a folder.
   * @param {string} folder
   */
  makeRoomFor(folder) {
    let left = this.#length
    const free = () => {
      const next = Math.max(0, this.#length - usedBytes(folder) - aheadBytes)
      if (this.#file !== undefined && next < left) ftruncateSync(this.#file, next)
      left = Math.min(left, next)
    }
    free()
    this.#timer = setInterval(free, everyMs)
  }

  end() {
    clearInterval(this.#timer)
    if (this.#file === undefined) return
    closeSync(this.#file)
    unlinkSync(this.#path)
  }
}

/** @param {string} folder */
function usedBytes(folder) {
  return readdirSync(folder).reduce((sum, name) => {
    // A file that is just being renamed counts the next time.
    const stat = statSync(join(folder, name), { throwIfNoEntry: false })
    return sum + (stat?.isFile() ? stat.blocks * 512 : 0)
  }, 0)
}
