import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

/** Something that is built from sources, and the file that says of which it was. */
export class Built {
  #sources
  #stamp

  /**
   * @param {readonly string[]} sources files and folders, relative to the repository; tests in them do not count
   * @param {string} stamp where the sources' hash is kept
   */
  constructor(sources, stamp) {
    this.#sources = sources
    this.#stamp = stamp
  }

  /** Whether it was built of the sources as they are. */
  get isFresh() {
    try {
      return readFileSync(this.#stamp, 'utf8') === this.#hash()
    } catch {
      return false
    }
  }

  /**
   * Builds it; it is fresh only if that works.
   * @param {() => Promise<void>} build
   */
  async renew(build) {
    const hash = this.#hash()
    rmSync(this.#stamp, { force: true })
    await build()
    mkdirSync(dirname(this.#stamp), { recursive: true })
    writeFileSync(this.#stamp, hash)
  }

  /** SHA-256 over the name and the bytes of every file that the build may read. */
  #hash() {
    const hash = createHash('sha256')
    for (const file of this.#sources.flatMap((path) => filesUnder(path))) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0')
    }
    return hash.digest('hex')
  }
}

/**
 * @param {string} path relative to the repository
 * @returns {string[]}
 */
function filesUnder(path) {
  if (/\.[a-z]+$/.test(path)) return existsSync(join(root, path)) ? [path] : []
  return readdirSync(join(root, path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesUnder(join(path, entry.name))
      return /\.test\.tsx?$/.test(entry.name) ? [] : [join(path, entry.name)]
    })
}
