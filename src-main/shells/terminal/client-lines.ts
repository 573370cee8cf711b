import { courseForm, endpointOf } from '../../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { Peer } from '../../peer/peer.ts'
import type { Progress } from './progress.ts'

/** The course's line for each client that connects by itself, once the tracker's list has named its peer. */
export class ClientLines {
  readonly #out: Progress
  #peer: Peer | undefined
  #announced = false
  #told = false
  #early: { clientId: number; server: string }[] = []

  constructor(out: Progress) {
    this.#out = out
  }

  announce(peer: Peer): void {
    if (!this.#announced) this.#out.say(`Peer: ${peer.uuid} running its clients:`)
    this.#announced = true
  }

  hear(fact: SwarmFact): void {
    if (fact.type !== 'link-opened' || !fact.dialled) return
    const client = { clientId: endpointOf(fact.dialler).port, server: courseForm(fact.acceptor) }
    if (this.#told) this.#tell(client)
    else this.#early.push(client)
  }

  /** The dials that were asked for are told; those that happened meanwhile follow, and later ones as they come. */
  tellTheRest(peer: Peer, told: readonly number[]): void {
    this.#peer = peer
    this.#told = true
    for (const client of this.#early) if (!told.includes(client.clientId)) this.#tell(client)
    this.#early = []
  }

  #tell({ clientId, server }: { clientId: number; server: string }): void {
    if (this.#peer) this.announce(this.#peer)
    this.#out.say(`Client id ${clientId} connected to peer ${server}`)
  }
}
