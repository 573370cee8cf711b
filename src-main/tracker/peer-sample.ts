import type { ToldPeers } from '../../src-shared/metainfo/announce-reply.ts'
import { compactLength } from '../../src-shared/wire/compact-address.ts'
import { isPackedIpv6 } from './packed-address.ts'

const idLength = 20
const ipLength = { ipv4: 4, ipv6: 16 } as const

/** One who asks the tracker for peers, and how addresses look from there. */
export interface Asker {
  /** Its own, 4 or 16 bytes. */
  readonly ip: Uint8Array
  /** It asks over this computer's loopback. */
  readonly isHere: boolean
  /** At which IP it reaches what listens on this computer; null where that is not known or needs no telling. */
  readonly hereAs: Uint8Array | null
  readonly takes: { readonly ipv4: boolean; readonly ipv6: boolean }
}

/** The members that one asker is told of, in memory that is used again for the next. */
export class PeerSample implements ToldPeers {
  readonly #ipv4: Uint8Array
  readonly #ipv6: Uint8Array
  readonly #ids4: Uint8Array
  readonly #ids6: Uint8Array
  #takes: Asker['takes'] = { ipv4: true, ipv6: true }
  #count4 = 0
  #count6 = 0

  /** `most`: so many it takes in at most. */
  constructor(most: number) {
    this.#ipv4 = new Uint8Array(most * compactLength.ipv4)
    this.#ipv6 = new Uint8Array(most * compactLength.ipv6)
    this.#ids4 = new Uint8Array(most * idLength)
    this.#ids6 = new Uint8Array(most * idLength)
  }

  get count(): number {
    return this.#count4 + this.#count6
  }

  get ipv4(): Uint8Array {
    return this.#ipv4.subarray(0, this.#count4 * compactLength.ipv4)
  }

  get ipv6(): Uint8Array {
    return this.#ipv6.subarray(0, this.#count6 * compactLength.ipv6)
  }

  get ids(): Uint8Array {
    const bytes = new Uint8Array(this.count * idLength)
    bytes.set(this.#ids4.subarray(0, this.#count4 * idLength))
    bytes.set(this.#ids6.subarray(0, this.#count6 * idLength), this.#count4 * idLength)
    return bytes
  }

  /** Begins anew, with the kinds of addresses that an asker takes. */
  clear(takes: Asker['takes']): void {
    this.#takes = takes
    this.#count4 = 0
    this.#count6 = 0
  }

  /** Takes in the packed address that begins at `at`, and the peer id at `idAt`; an address of the wrong kind it leaves out. */
  add(addresses: Uint8Array, at: number, ids: Uint8Array, idAt: number): void {
    if (isPackedIpv6(addresses, at)) this.#add6(addresses, at, addresses, at + ipLength.ipv6, ids, idAt)
    else this.#add4(addresses, at, addresses, at + ipLength.ipv4, ids, idAt)
  }

  /** As add(), but with another IP in front of the port. */
  addAs(ip: Uint8Array, addresses: Uint8Array, at: number, ids: Uint8Array, idAt: number): void {
    const portAt = at + (isPackedIpv6(addresses, at) ? ipLength.ipv6 : ipLength.ipv4)
    if (ip.length === ipLength.ipv6) this.#add6(ip, 0, addresses, portAt, ids, idAt)
    else this.#add4(ip, 0, addresses, portAt, ids, idAt)
  }

  #add4(ip: Uint8Array, ipAt: number, ports: Uint8Array, portAt: number, ids: Uint8Array, idAt: number): void {
    if (!this.#takes.ipv4) return
    const to = this.#count4 * compactLength.ipv4
    copy(ip, ipAt, this.#ipv4, to, ipLength.ipv4)
    copy(ports, portAt, this.#ipv4, to + ipLength.ipv4, 2)
    copy(ids, idAt, this.#ids4, this.#count4++ * idLength, idLength)
  }

  #add6(ip: Uint8Array, ipAt: number, ports: Uint8Array, portAt: number, ids: Uint8Array, idAt: number): void {
    if (!this.#takes.ipv6) return
    const to = this.#count6 * compactLength.ipv6
    copy(ip, ipAt, this.#ipv6, to, ipLength.ipv6)
    copy(ports, portAt, this.#ipv6, to + ipLength.ipv6, 2)
    copy(ids, idAt, this.#ids6, this.#count6++ * idLength, idLength)
  }
}

// For so few bytes a loop is several times as fast as set() with a view.
function copy(from: Uint8Array, at: number, to: Uint8Array, toAt: number, count: number): void {
  for (let i = 0; i < count; i++) to[toAt + i] = from[at + i] ?? 0
}
