import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { localGroups } from '../../src-shared/wire/local-discovery-message.ts'

/** This computer on one network, by one kind of IP address: where multicast leaves and arrives. */
export interface Outlet {
  /** The interface as the system calls it, such as `eth0`. */
  readonly name: string
  readonly family: Exclude<keyof typeof localGroups, 'port'>
  /** Our address there. */
  readonly address: string
  /** The network it is in, such as `10.0.0.0/24`. */
  readonly cidr: string
  /** The interface as an IPv6 address names it behind its `%`. */
  readonly zone: string
  readonly isLoopback: boolean
}

/** What the system refused, by its code, such as EACCES. */
export class MulticastError extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** A part in the group of local discovery on one interface. */
export interface Joined {
  /** Sends to everybody there; `onSent` hears the system's code when that failed, else undefined. */
  send(bytes: Uint8Array, onSent: (failure: string | undefined) => void): void
  leave(): void
}

/** The groups of local discovery, open. */
export interface OpenMulticast {
  /** Rejects with a MulticastError. */
  join(outlet: Outlet): Promise<Joined>
  /** Once everything joined has been left. */
  close(): void
}

/** Multicast to the groups of local discovery (BEP 14), handed in: the system's in the app, memory in simulations. */
export interface Multicast {
  /** What there is now; a laptop goes from one network to the next. */
  outlets(): readonly Outlet[]
  /** `onDatagram` hears whatever arrives at the group's port, our own datagrams too; valid until it returns. */
  open(onDatagram: (bytes: Uint8Array, from: Endpoint) => void): OpenMulticast
}
