import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'

/** A peer as far as it can be known again. */
export type Suspect = Pick<RemoteIdentity, 'id' | 'server'>

/** Who proved to send wrong blocks: not spoken with again in this session, under its peer id or at its server's address. */
export class Bans {
  readonly #peers = new Set<PeerId>()
  readonly #servers = new Set<Address>()

  add({ id, server }: Suspect): void {
    this.#peers.add(id)
    if (server !== null) this.#servers.add(server)
  }

  /** By its peer id, or by the server that it says is its own. */
  has({ id, server }: Suspect): boolean {
    return this.#peers.has(id) || (server !== null && this.hasServer(server))
  }

  hasServer(server: Address): boolean {
    return this.#servers.has(server)
  }
}
