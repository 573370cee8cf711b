// Where what is measured lies: in memory where the system has a file system there, because a disk would be measured instead.

import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LaunchError } from '../../src-main/launch/run.mjs'

const memory = '/dev/shm'
const mebibyte = 1024 * 1024

/** Whether the scratch folder lies in memory. */
export const isInMemory = existsSync(memory)

const base = isInMemory ? memory : tmpdir()

/** @type {string | undefined} */
let folder

/** The folder of this run; it is gone with the run. */
export function scratch() {
  if (folder) return folder
  const made = mkdtempSync(join(base, 'swarmscope-bench-'))
  // Who is ended in the middle of it may still be writing there.
  process.once('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))
  folder = made
  return made
}

/**
 * An empty folder in it.
 * @param {string} name
 */
export function emptyFolder(name) {
  const path = join(scratch(), name)
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path)
  return path
}

/**
 * Throws a LaunchError when so much cannot be written there.
 * @param {number} bytes
 */
export function needRoom(bytes) {
  const { bavail, bsize } = statfsSync(base)
  const [needed, there] = [Math.ceil(bytes / mebibyte), Math.floor((bavail * bsize) / mebibyte)]
  if (needed > there)
    throw new LaunchError(`${needed} MiB are needed in ${base}, and there are ${there}. Give a smaller --size.`)
}
