import { isLoopback } from '../src-shared/swarm/address.ts'
import type { PeerSettings } from '../src-shared/swarm/events.ts'
import type { PeerId } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { LittleAtATime } from './little-at-a-time.ts'
import { LocalPeer } from './local-peer.ts'
import { ownAddress } from './net/own-address.ts'
import type { PeerSetup, PeerWorld } from './peer/peer-setup.ts'

// One large torrent after the other is quicker for the disk; of small ones several are.
const maxHashedBytes = 16 * 2 ** 20

/** The peers that run in this process. */
export class LocalPeers {
  readonly #world: PeerWorld
  readonly #hashing = new LittleAtATime(maxHashedBytes)
  readonly #peers = new Map<PeerId, LocalPeer>()

  constructor(world: Omit<PeerWorld, 'isHere'>) {
    this.#world = { ...world, isHere: (peer) => this.#peers.has(peer) }
  }

  /** Makes a peer; it does not run yet. */
  add(setup: PeerSetup): LocalPeer {
    const local = new LocalPeer(setup, this.#world, this.#hashing)
    this.#peers.set(local.peer.id, local)
    return local
  }

  all(): LocalPeer[] {
    return [...this.#peers.values()]
  }

  /** Throws a CommandError when no such peer runs here. */
  find(id: PeerId): LocalPeer {
    const local = this.#peers.get(id)
    if (!local)
      throw new CommandError('unknown-peer', 'That peer is not one of this app. Only its own program can do that.')
    return local
  }

  /** Stops a peer for good and closes its files. */
  async remove(local: LocalPeer): Promise<void> {
    await local.end()
    this.#peers.delete(local.peer.id)
  }
}

/** The setup of one of our other peers once these settings hold; who has an address of its own on this computer stays there. */
export function movedBy(settings: PeerSettings, setup: PeerSetup): PeerSetup {
  const { host, port } = setup.listen
  const hasOwnAddress = isLoopback(host) && host !== listenAt({ ...settings, openToNetwork: false }, port).listen.host
  return { ...setup, ...(!hasOwnAddress && listenAt(settings, port)), reportsLinks: settings.reportLinks }
}

/** Where a server listens: on this computer alone, or on all addresses, shown as the one that others can type. */
export function listenAt(settings: PeerSettings, port: number): Pick<PeerSetup, 'listen' | 'shownHost'> {
  // '::' takes IPv4 too; where there is no IPv6, the transport falls back to '0.0.0.0'.
  if (settings.openToNetwork) return { listen: { host: '::', port }, shownHost: ownAddress }
  return { listen: { host: '127.0.0.1', port } }
}
