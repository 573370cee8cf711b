import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

/** Who proved to send wrong blocks: not spoken with again in this session, under its peer id or at its server's address. */
export class Bans {
  readonly #peers = new Set<PeerId>()
  readonly #servers = new Set<Address>()

  add({ remote }: Link): void {
    this.#peers.add(remote.id)
    if (remote.server !== null) this.#servers.add(remote.server)
  }

  /** By its peer id, or by the server that it says is its own. */
  has({ id, server }: Pick<RemoteIdentity, 'id' | 'server'>): boolean {
    return this.#peers.has(id) || (server !== null && this.hasServer(server))
  }

  hasServer(server: Address): boolean {
    return this.#servers.has(server)
  }
}
