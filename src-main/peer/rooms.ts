import type { InfoHash, LinkId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import type { MagnetSwarm } from './magnet-swarm.ts'
import type { Swarm } from './swarm.ts'
import type { PausedSwarm } from './swarm-parts.ts'

/** What a peer takes part in, and what rests: at most one of the three for a torrent. */
export class Rooms {
  readonly swarms = new Map<InfoHash, Swarm>()
  readonly paused = new Map<InfoHash, PausedSwarm>()
  readonly magnets = new Map<InfoHash, MagnetSwarm>()

  /** Where a connection of this torrent belongs; undefined where we take no part. */
  of(infoHash: InfoHash): Swarm | MagnetSwarm | undefined {
    return this.swarms.get(infoHash) ?? this.magnets.get(infoHash)
  }

  /** All in which we take part. */
  open(): (Swarm | MagnetSwarm)[] {
    return [...this.swarms.values(), ...this.magnets.values()]
  }

  links(): Link[] {
    return this.open().flatMap(({ links }) => [...links])
  }

  link(id: LinkId): Link | undefined {
    return this.links().find((link) => link.id === id)
  }
}
