import { type Magnet, readMagnet, writeMagnet } from '../src-shared/metainfo/magnet.ts'
import { MetainfoError } from '../src-shared/metainfo/metainfo-error.ts'
import type { SwarmFact } from '../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { diskSource } from './content-source.ts'
import type { LocalPeer } from './local-peer.ts'
import type { Session } from './session.ts'
import type { TorrentLibrary } from './torrent-library.ts'

/** The magnet links of this window's peer: each is open until its torrent is here (BEP 9), then it is a swarm like any other. */
export class Magnets {
  readonly #me: LocalPeer
  readonly #library: TorrentLibrary
  readonly #session: Session
  readonly #downloads: string
  readonly #tell: (fact: SwarmFact) => void
  readonly #open = new Map<InfoHash, Magnet>()

  constructor(parts: {
    me: LocalPeer
    library: TorrentLibrary
    session: Session
    /** The folder that downloads go to. */
    downloads: string
    /** What is seen at this window's peer. */
    tell: (fact: SwarmFact) => void
  }) {
    this.#me = parts.me
    this.#library = parts.library
    this.#session = parts.session
    this.#downloads = parts.downloads
    this.#tell = parts.tell
  }

  /** Those whose torrents are not here yet, as links. */
  saved(): string[] {
    return this.#missing().map(writeMagnet)
  }

  /** Opens a link; one of a swarm that is there already only answers it. Throws a CommandError. */
  open(uri: string): InfoHash {
    const magnet = read(uri)
    const { infoHash } = magnet
    if (this.#me.holds(infoHash)) return infoHash
    // A second link of the same torrent may know other peers.
    this.#me.peer.closeMagnet(infoHash, null)
    this.#open.set(infoHash, magnet)
    this.#begin(magnet)
    return infoHash
  }

  /** Gives a link up, or clears away one that came to nothing. */
  close(infoHash: InfoHash): void {
    this.#open.delete(infoHash)
    if (!this.#me.peer.closeMagnet(infoHash, null)) this.#tell({ type: 'magnet-ended', infoHash, detail: null })
  }

  /** After the peer was stopped, which closed them, and runs again. */
  reopen(): void {
    for (const magnet of this.#missing()) this.#begin(magnet)
  }

  /** The torrent of a link may have come as a file instead. */
  #missing(): Magnet[] {
    return [...this.#open.values()].filter(({ infoHash }) => !this.#me.holds(infoHash))
  }

  #begin(magnet: Magnet): void {
    this.#me.peer.openMagnet(magnet, (info, servers) => void this.#arrived(magnet, info, servers))
  }

  async #arrived({ infoHash, name, trackers }: Magnet, info: Uint8Array, servers: readonly Address[]): Promise<void> {
    try {
      const metainfo = this.#library.readInfo(info, trackers)
      await this.#session.keepTorrent(infoHash, this.#library.torrentOf(infoHash) ?? info)
      const source = diskSource(this.#library, metainfo, { kind: 'download', path: this.#downloads })
      if (this.#open.has(infoHash)) void this.#me.takeUp(source, { options: {}, paused: false, servers })
      // Given up in the meantime.
      else if (!this.#me.holds(infoHash)) await this.#session.forgetTorrent(infoHash)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      // It was closed when it was complete; what it turned out to be is said under its name all the same.
      this.#tell({ type: 'magnet-opened', infoHash, name })
      this.#tell({ type: 'magnet-ended', infoHash, detail: error.message })
    } finally {
      this.#open.delete(infoHash)
      void this.#session.save()
    }
  }
}

function read(uri: string): Magnet {
  try {
    return readMagnet(uri)
  } catch (error) {
    if (error instanceof MetainfoError) throw new CommandError('bad-magnet', error.message)
    throw error
  }
}
