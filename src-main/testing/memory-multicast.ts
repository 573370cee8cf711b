import type { Endpoint } from '../../src-shared/swarm/address.ts'
import { localGroups } from '../../src-shared/wire/local-discovery-message.ts'
import type { Clock } from '../clock.ts'
import { type Joined, type Multicast, MulticastError, type Outlet } from '../discovery/multicast.ts'

const latencyMs = 1

/** A datagram as it was on the network, for tests to look at. */
export interface SeenDatagram {
  readonly atMs: number
  readonly from: string
  readonly text: string
}

interface Member {
  readonly outlet: Outlet
  readonly hear: (bytes: Uint8Array, from: Endpoint) => void
}

/** Networks in memory, on a handed-in clock, that carry multicast: who joined on a network hears everybody there. */
export class MemoryMulticast {
  readonly #clock: Clock
  readonly #members = new Set<Member>()
  /** Everything that was sent, in order. */
  readonly seen: SeenDatagram[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Who takes part now, by address. */
  get joined(): string[] {
    return [...this.#members].map(({ outlet }) => outlet.address)
  }

  /** A computer at this network: its outlets can be changed, and fail, at any time. */
  host(...outlets: Outlet[]): MemoryHost {
    return new MemoryHost(this, outlets)
  }

  /** What somebody sends who is no member. */
  send(bytes: Uint8Array, from: string, cidr: string): void {
    this.seen.push({ atMs: this.#clock.nowMs(), from, text: String.fromCharCode(...bytes) })
    const copy = bytes.slice()
    this.#clock.after(latencyMs, () => {
      for (const { outlet, hear } of [...this.#members]) {
        if (outlet.cidr === cidr) hear(copy, { host: from, port: localGroups.port })
      }
    })
  }

  join(member: Member): () => void {
    this.#members.add(member)
    return () => void this.#members.delete(member)
  }
}

/** One computer on such networks. */
export class MemoryHost implements Multicast {
  readonly #network: MemoryMulticast
  /** What it has now. */
  present: Outlet[]
  /** By address: what joining, or sending, there answers. */
  readonly refusals = new Map<string, { join?: string; send?: string }>()

  constructor(network: MemoryMulticast, outlets: Outlet[]) {
    this.#network = network
    this.present = outlets
  }

  outlets(): Outlet[] {
    return this.present
  }

  open(onDatagram: (bytes: Uint8Array, from: Endpoint) => void) {
    return { join: (outlet: Outlet) => this.#join(outlet, onDatagram), close: () => undefined }
  }

  async #join(outlet: Outlet, hear: Member['hear']): Promise<Joined> {
    const refused = this.refusals.get(outlet.address)?.join
    if (refused !== undefined) throw new MulticastError(refused)
    const leave = this.#network.join({ outlet, hear })
    return {
      send: (bytes, onSent) => {
        const failure = this.refusals.get(outlet.address)?.send
        if (failure === undefined) this.#network.send(bytes, outlet.address, outlet.cidr)
        onSent(failure)
      },
      leave,
    }
  }
}

/** An outlet on the network 10.0.NUMBER.0/24, or fd00:NUMBER::/64. */
export function outletAt(address: string, name = 'eth0'): Outlet {
  const family = address.includes(':') ? 'ipv6' : 'ipv4'
  const cidr = family === 'ipv4' ? `${address.replace(/\d+$/, '0')}/24` : `${address.replace(/::.*$/, '::')}/64`
  return { name, family, address, cidr, zone: name, isLoopback: address.startsWith('127.') }
}
