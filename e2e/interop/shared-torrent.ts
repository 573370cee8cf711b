import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha1 } from '../../src-main/storage/hasher.ts'
import { writeMagnet } from '../../src-shared/metainfo/magnet.ts'
import { readMetainfo, wrapInfo, writeMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'

const pieceLengthBytes = 64 * 1024
const createdBy = 'the interop matrix'

/** What to make: one file of a length, or a folder of files of several. */
export interface SharedTorrentOptions {
  readonly name: string
  readonly lengths: number | readonly number[]
  readonly trackers?: readonly string[]
}

interface SharedFile {
  readonly path: readonly string[]
  readonly content: Buffer
}

/** Something to share that exists nowhere else, so that it can only have come from the other side. */
export class SharedTorrent {
  readonly name: string
  readonly infoHash: InfoHash
  /** The .torrent, on disk and in memory. */
  readonly path: string
  readonly bytes: Uint8Array
  readonly lengthBytes: number
  readonly #files: readonly SharedFile[]

  private constructor(path: string, name: string, bytes: Uint8Array, files: readonly SharedFile[]) {
    this.path = path
    this.name = name
    this.bytes = bytes
    const { infoHash, lengthBytes } = readMetainfo(bytes, sha1)
    this.infoHash = infoHash
    this.lengthBytes = lengthBytes
    this.#files = files
  }

  /** Makes random files and their torrent, which it writes into `folder`. */
  static async make(folder: string, { name, lengths, trackers = [] }: SharedTorrentOptions): Promise<SharedTorrent> {
    const files = typeof lengths === 'number' ? [{ path: [], content: randomBytes(lengths) }] : lengths.map(randomFile)
    const bytes = torrentOf(name, files, typeof lengths !== 'number', trackers)
    const path = join(folder, `${name}.torrent`)
    await writeFile(path, bytes)
    return new SharedTorrent(path, name, bytes, files)
  }

  /** Another .torrent of the same swarm, with this tracker; answers its path. */
  async announcedAt(tracker: string): Promise<string> {
    const path = `${this.path}-${createHash('sha1').update(tracker).digest('hex')}.torrent`
    await writeFile(path, wrapInfo(readMetainfo(this.bytes, sha1).infoBytes, { trackers: [[tracker]], createdBy }))
    return path
  }

  /** A link without trackers that names these peers (`x.pe`). */
  magnet(peers: readonly { readonly host: string; readonly port: number }[] = []): string {
    const addresses = peers.map(({ host, port }) => `${host}:${port}` as Address)
    return writeMagnet({ infoHash: this.infoHash, name: this.name, trackers: [], peers: addresses })
  }

  /** Puts its files into a folder. */
  async writeTo(folder: string): Promise<void> {
    for (const file of this.#files) {
      const path = this.#pathIn(folder, file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, file.content)
    }
  }

  /** Whether a folder has every byte of the files at these places; left out: of all of them. */
  async isIn(folder: string, places: readonly number[] = this.#files.map((_, place) => place)): Promise<boolean> {
    const areRight = await Promise.all(
      places.map(async (place) => {
        const file = this.#files[place]
        const found = file && (await readFile(this.#pathIn(folder, file)).catch(() => null))
        return found?.equals(file?.content ?? found) ?? false
      }),
    )
    return areRight.every(Boolean)
  }

  #pathIn(folder: string, { path }: SharedFile): string {
    return join(folder, this.name, ...path)
  }
}

function randomFile(length: number, place: number): SharedFile {
  return { path: [`${place}.bin`], content: randomBytes(length) }
}

function torrentOf(name: string, files: readonly SharedFile[], isFolder: boolean, trackers: readonly string[]) {
  const whole = Buffer.concat(files.map(({ content }) => content))
  const listed = files.map(({ path, content }) => ({ path, lengthBytes: content.length }))
  const pieces = Array.from({ length: Math.ceil(whole.length / pieceLengthBytes) }, (_, piece) =>
    sha1(whole.subarray(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes)),
  )
  const torrent = writeMetainfo({
    name,
    ...(isFolder && { files: listed }),
    lengthBytes: whole.length,
    pieceLengthBytes,
    pieceHashes: Buffer.concat(pieces),
    createdBy,
  })
  return wrapInfo(readMetainfo(torrent, sha1).infoBytes, { trackers: trackers.map((tracker) => [tracker]), createdBy })
}
