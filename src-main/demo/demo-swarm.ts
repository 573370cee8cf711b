import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { PeerSettings } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { CommandError } from '../command-failure.ts'
import { type ContentSource, diskSource, memorySource } from '../content-source.ts'
import { sayFileFailure } from '../file-failure.ts'
import type { LocalPeer } from '../local-peer.ts'
import { type LocalPeers, listenAt } from '../local-peers.ts'
import type { Transport } from '../net/transport.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { PeerSetup } from '../peer/peer-setup.ts'
import { findFreePort } from '../peer/server.ts'
import type { JoinOptions } from '../peer/swarm-parts.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { safePaths } from '../storage/safe-paths.ts'
import { sayWhy } from '../storage/storage-clause.ts'
import type { TorrentLibrary } from '../torrent-library.ts'
import { coursePictureDrawn, courseTorrent } from './course-torrent.ts'

/** How the demo's peers are numbered and slowed down. */
export interface DemoOptions {
  /** Server port of the second peer; 0: any free ones. */
  readonly firstPort: number
  /** What each peer uploads per second at most, so that a class can watch. */
  readonly bytesPerSec: number
}

const firstSize = 3
// Each peer's clients get their own hundred: on one computer two peers cannot both use 5001.
const clientPortsApart = 100
const highestPort = 65_535

/** A class on one computer: this window's peer seeds the course picture and more real peers of this process fetch it. */
export class DemoSwarm {
  readonly #transport: Transport
  readonly #peers: LocalPeers
  readonly #library: TorrentLibrary
  readonly #me: LocalPeer
  readonly #settings: () => PeerSettings
  readonly #folder: string
  readonly #options: DemoOptions
  readonly #others = new Set<LocalPeer>()
  readonly #serial = new OneAtATime()
  #added = 0

  constructor(parts: {
    transport: Transport
    peers: LocalPeers
    library: TorrentLibrary
    me: LocalPeer
    settings: () => PeerSettings
    folder: string
    options: DemoOptions
  }) {
    this.#transport = parts.transport
    this.#peers = parts.peers
    this.#library = parts.library
    this.#me = parts.me
    this.#settings = parts.settings
    this.#folder = parts.folder
    this.#options = parts.options
  }

  /** This peer joins the course swarm with nothing to share yet; what it downloads there stays in memory. */
  async joinCourse(): Promise<void> {
    const metainfo = this.#course
    await enter(this.#me, memorySource(metainfo, new MemoryStore(metainfo.lengthBytes)))
  }

  /** This peer becomes the seeder, and three more peers join it. Rejects with a CommandError, as the next three do. */
  start(): Promise<void> {
    return this.#serial.run(() => this.#start())
  }

  /** One more peer, with nothing yet, joins through this one; answers its id. */
  add(): Promise<PeerId> {
    return this.#serial.run(() => this.#add())
  }

  /** Stops the peer that came last and removes what it downloaded. */
  removeLast(): Promise<void> {
    return this.#serial.run(() => this.#removeLast())
  }

  /** Stops the other peers and removes what they downloaded. */
  end(): Promise<void> {
    return this.#serial.run(() => this.#end())
  }

  async #start(): Promise<void> {
    if (this.#others.size > 0) {
      throw new CommandError('already-there', 'The demo swarm is running. Add a demo peer, or end it first.')
    }
    this.#added = 0
    await this.#seed()
    for (let i = 0; i < firstSize; i++) await this.#add()
  }

  async #add(): Promise<PeerId> {
    const { running, address, loopbackAddress } = this.#me.peer
    if (!running || address === null) {
      throw new CommandError(
        'not-running',
        'This peer is not listening, so nobody can join it. Start it again or change its port first.',
      )
    }
    const local = this.#peers.add(await this.#setup(++this.#added + 1))
    this.#others.add(local)
    try {
      await this.#begin(local)
    } catch (error) {
      this.#others.delete(local)
      await this.#peers.remove(local)
      throw error
    }
    await local.peer.connect([loopbackAddress], undefined, 'peer')
    return local.peer.id
  }

  async #begin(local: LocalPeer): Promise<void> {
    await local.peer.runServer()
    local.peer.runTracker()
    await this.#clear(local)
    await enter(local, await this.#sourceOf(local), this.#slow())
  }

  async #removeLast(): Promise<void> {
    const last = [...this.#others].at(-1)
    if (last === undefined) throw new CommandError('not-running', 'No demo peer runs. Start the demo swarm first.')
    // Its number goes to the next one, which then is what this one was.
    this.#added--
    await this.#remove(last)
  }

  async #end(): Promise<void> {
    for (const local of [...this.#others]) await this.#remove(local)
  }

  async #remove(local: LocalPeer): Promise<void> {
    this.#others.delete(local)
    await this.#peers.remove(local)
    await this.#clear(local)
  }

  async #sourceOf(local: LocalPeer): Promise<ContentSource> {
    return diskSource(this.#library, this.#course, { kind: 'download', path: this.#folderOf(local) })
  }

  /** Each demo starts with nothing; what stands there may also be the picture of another version of this program. */
  async #clear(local: LocalPeer): Promise<void> {
    const source = await this.#sourceOf(local)
    await source.deleteFiles()
    const path = join(this.#folderOf(local), ...safePaths(source.metainfo))
    await sayFileFailure(() => sayWhy(path, () => rm(path, { force: true })))
  }

  #folderOf({ peer }: LocalPeer): string {
    return join(this.#folder, 'demo', peer.setup.name)
  }

  get #course(): Metainfo {
    return this.#library.read(courseTorrent())
  }

  async #seed(): Promise<void> {
    const metainfo = this.#course
    if (this.#me.peer.swarms.get(metainfo.infoHash)?.role === 'seeder') return
    await enter(this.#me, memorySource(metainfo, new MemoryStore(coursePictureDrawn())), this.#slow())
  }

  async #setup(number: number): Promise<PeerSetup> {
    const { demoApart, maxRemoteClients, reportLinks: reportsLinks } = this.#settings()
    const place = demoApart ? await this.#ownAddress(number) : await this.#ownPorts(number)
    const limits = { upBytesPerSec: null, downBytesPerSec: null }
    return { name: `P${number}`, me: false, ...place, maxRemoteClients, reportsLinks, ...limits }
  }

  // As the course's computers: each has all the ports, so all can use the same.
  async #ownAddress(number: number): Promise<Pick<PeerSetup, 'listen' | 'clientPorts'>> {
    const { clientPorts } = this.#settings()
    const host = `127.0.0.${number}`
    const { port: samePort } = endpointOf(this.#me.peer.loopbackAddress)
    const port = await findFreePort(this.#transport, { host, port: samePort }, clientPorts)
    if (port === null) throw new CommandError('server-failed', noOwnAddress(host))
    return { listen: { host, port }, clientPorts }
  }

  async #ownPorts(number: number): Promise<Pick<PeerSetup, 'listen' | 'shownHost' | 'clientPorts'>> {
    const settings = this.#settings()
    const { first, last } = settings.clientPorts
    const apart = this.#apart(number)
    const at = listenAt(settings, 0)
    const port =
      this.#options.firstPort &&
      ((await findFreePort(this.#transport, { ...at.listen, port: this.#options.firstPort })) ?? 0)
    return { ...listenAt(settings, port), clientPorts: { first: first + apart, last: last + apart } }
  }

  // The highest ports there are bound how far up a range can move; then the last peers share one.
  #apart(number: number): number {
    const room = highestPort - this.#settings().clientPorts.last
    return Math.min(number - 1, Math.floor(room / clientPortsApart)) * clientPortsApart
  }

  #slow(): JoinOptions {
    return { limits: { upBytesPerSec: this.#options.bytesPerSec, downBytesPerSec: null } }
  }
}

function noOwnAddress(host: string): string {
  return `This computer does not let a demo peer listen at ${host}. On macOS, add the address first (sudo ifconfig lo0 alias ${host}), or untick “Give demo peers addresses of their own” in Settings.`
}

async function enter(local: LocalPeer, source: ContentSource, options: JoinOptions = {}): Promise<void> {
  const content = await source.open({})
  await local.enter(content, source, options)
}
