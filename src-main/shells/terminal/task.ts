import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { magnetToHandOut, torrentToHandOut, trackersToHandOut } from '../../../src-shared/metainfo/hand-out.ts'
import { type Magnet, readMagnet } from '../../../src-shared/metainfo/magnet.ts'
import { type Metainfo, withTrackers } from '../../../src-shared/metainfo/metainfo.ts'
import { oneATier } from '../../../src-shared/metainfo/tracker-url.ts'
import type { Address, InfoHash } from '../../../src-shared/swarm/ids.ts'
import { courseTorrent } from '../../demo/course-torrent.ts'
import type { Peer } from '../../peer/peer.ts'
import { threadHasher } from '../../storage/hasher.ts'
import { MemoryStore } from '../../storage/memory-store.ts'
import { TorrentContent } from '../../storage/torrent-content.ts'
import { TorrentLibrary } from '../../torrent-library.ts'
import { announceLine } from './lines.ts'
import type { TerminalOptions } from './options.ts'
import type { Progress } from './progress.ts'
import { writeTorrentBeside } from './torrent-beside.ts'

/** What the command line asks to take part in: content that is open, or a magnet link whose torrent has to be fetched first. */
export class Task {
  readonly #options: TerminalOptions
  readonly #library = new TorrentLibrary()
  #magnet: Magnet | undefined
  #content: TorrentContent | undefined

  constructor(options: TerminalOptions) {
    this.#options = options
  }

  /** Of the torrent that it is about; undefined before open(). */
  get infoHash(): InfoHash | undefined {
    return this.#magnet?.infoHash ?? this.#content?.metainfo.infoHash
  }

  /** Reads and hashes what there is. Rejects with a sentence for the person who typed the options. */
  async open(): Promise<void> {
    const { seed, torrent, magnet, out, trackers } = this.#options
    if (magnet !== undefined) this.#magnet = this.#readMagnet(magnet)
    else if (seed !== undefined) {
      const options = { pieceLengthBytes: null, isPrivate: false, trackers: oneATier(trackers) }
      this.#content = await this.#library.share(resolve(seed), options)
    } else if (torrent !== undefined) {
      const bytes = await readFile(torrent).catch((error: NodeJS.ErrnoException) => {
        throw new Error(`${torrent} could not be read (${error.code}). Check the path of the .torrent file.`)
      })
      this.#content = await this.#library.download(this.#readTorrent(bytes), resolve(out))
    } else {
      const course = this.#readTorrent(courseTorrent())
      this.#content = await TorrentContent.open(course, new MemoryStore(course.lengthBytes), threadHasher)
    }
  }

  /** Joins, or looks for the torrent; `onFailed` hears why a torrent that was found cannot be used. */
  begin(peer: Peer, out: Progress, onFailed: (error: Error) => void): void {
    if (this.#content) this.#join(peer, this.#content)
    const magnet = this.#magnet
    if (!magnet) return
    out.say(`Fetching the torrent of ${magnet.name || magnet.infoHash} from its peers`)
    peer.openMagnet(magnet, (info, servers) => {
      this.#arrived(peer, magnet, info, servers).catch(onFailed)
    })
  }

  /** Tells where others find what is shared here: a torrent beside it, its tracker, and a magnet link. */
  async tellSeed(peer: Peer, out: Progress): Promise<void> {
    const { seed } = this.#options
    const metainfo = this.#content?.metainfo
    const known = metainfo && this.#library.torrentOf(metainfo.infoHash)
    if (seed === undefined || !metainfo || !known) return
    const torrent = torrentToHandOut(known, metainfo, peer.address)
    out.say(`Sharing ${seed}; its torrent is ${await writeTorrentBeside(resolve(seed), torrent)}`)
    out.say(announceLine(trackersToHandOut(metainfo, peer.address)))
    out.say(`Its magnet link is ${magnetToHandOut(metainfo, peer.address)}`)
  }

  async close(): Promise<void> {
    await this.#content?.close()
  }

  async #arrived(peer: Peer, magnet: Magnet, info: Uint8Array, servers: readonly Address[]): Promise<void> {
    const metainfo = this.#library.readInfo(info, magnet.trackers)
    this.#content = await this.#library.download(metainfo, resolve(this.#options.out))
    this.#join(peer, this.#content)
    await peer.reach(servers, magnet.infoHash)
  }

  #readMagnet(uri: string): Magnet {
    const magnet = readMagnet(uri)
    const { trackers } = this.#options
    return trackers.length === 0 ? magnet : { ...magnet, trackers }
  }

  #readTorrent(bytes: Uint8Array): Metainfo {
    const metainfo = this.#library.read(bytes)
    const { trackers } = this.#options
    return trackers.length === 0 ? metainfo : this.#library.read(withTrackers(bytes, oneATier(trackers)))
  }

  #join(peer: Peer, content: TorrentContent): void {
    const { choking, picking } = this.#options
    peer.join(content, { choking, picking })
  }
}
