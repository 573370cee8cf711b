import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { maxQueuedRequests } from './core/link-state.ts'
import { agent } from './peer-id.ts'
import type { Room } from './room.ts'

/** What a peer's introduction says of it. */
export interface IntroductionParts {
  readonly id: PeerId
  readonly uuid: string
  readonly profile: string
  /** Whether it ever hears of the links of others. */
  readonly hearsLinks: boolean
  readonly name: () => string
  /** Where its server listens; 0 while it does not. */
  readonly port: () => number
  /** Where others reach it; null while they do not. */
  readonly address: () => Address | null
}

/** How a peer introduces itself. What it says is one object for everybody as long as it stays the same: links are many. */
export class Introduction {
  readonly #parts: IntroductionParts
  readonly #hellos = new WeakMap<Room, ExtendedHandshake>()
  #identity: RemoteIdentity | undefined

  constructor(parts: IntroductionParts) {
    this.#parts = parts
  }

  /** As the lists of trackers have it. */
  get identity(): RemoteIdentity {
    const { id, uuid, profile } = this.#parts
    const [name, server] = [this.#parts.name(), this.#parts.address()]
    if (this.#identity?.name !== name || this.#identity.server !== server) {
      this.#identity = { id, uuid, name, agent, server, lab: profile === 'lab' }
    }
    return this.#identity
  }

  /** As its extension handshake has it in a room (BEP 10). */
  hello(room: Room): ExtendedHandshake {
    const { uuid, profile, hearsLinks } = this.#parts
    const [name, port] = [this.#parts.name(), this.#parts.port()]
    const before = this.#hellos.get(room)
    if (before?.lab?.name === name && (before.p ?? 0) === port) return before
    const { metadataSize } = room
    const hello: ExtendedHandshake = {
      m: {},
      v: agent,
      reqq: maxQueuedRequests,
      ...(port !== 0 && { p: port }),
      ...(metadataSize !== undefined && { metadataSize }),
      lab: { uuid, name, profile, ...(hearsLinks && { wantsLinks: false }) },
    }
    this.#hellos.set(room, hello)
    return hello
  }
}
