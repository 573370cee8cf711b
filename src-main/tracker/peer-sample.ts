import type { ToldPeers } from '../../src-shared/metainfo/announce-reply.ts'
import type { IndexedColumn } from './indexed-column.ts'
import { isPackedIpv6, packedLength } from './packed-address.ts'

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

/** The columns of a table that say who is where. */
export interface Whereabouts {
  readonly ids: IndexedColumn
  readonly addresses: IndexedColumn
}

/** The members that one asker is told of, in memory that is used again for the next. */
export class PeerSample implements ToldPeers {
  readonly #ipv4: Told
  readonly #ipv6: Told
  #of: Whereabouts | undefined
  #takes: Asker['takes'] = { ipv4: true, ipv6: true }

  /** `most`: so many it takes in at most. */
  constructor(most: number) {
    this.#ipv4 = new Told(4, most)
    this.#ipv6 = new Told(16, most)
  }

  get count(): number {
    return this.#ipv4.count + this.#ipv6.count
  }

  get ipv4(): Uint8Array {
    return this.#ipv4.compact
  }

  get ipv6(): Uint8Array {
    return this.#ipv6.compact
  }

  get ids(): Uint8Array {
    const rows = [...this.#ipv4.told, ...this.#ipv6.told]
    return Uint8Array.from(rows.flatMap((row) => [...(this.#of?.ids.at(row) ?? [])]))
  }

  /** Begins anew, with the members of this table and the kinds of addresses that an asker takes. */
  clear(of: Whereabouts, takes: Asker['takes']): void {
    this.#of = of
    this.#takes = takes
    this.#ipv4.count = 0
    this.#ipv6.count = 0
  }

  /** Takes in the member of a row, at its own address or with another IP; what the asker does not take is left out. */
  add(row: number, otherIp: Uint8Array | null): void {
    if (!this.#of) return
    const { bytes } = this.#of.addresses
    const at = row * packedLength
    const portAt = at + (isPackedIpv6(bytes, at) ? 16 : 4)
    const isIpv6 = otherIp ? otherIp.length === 16 : portAt === at + 16
    if (isIpv6 ? !this.#takes.ipv6 : !this.#takes.ipv4) return
    const told = isIpv6 ? this.#ipv6 : this.#ipv4
    if (otherIp) told.add(row, otherIp, 0, bytes, portAt)
    else told.add(row, bytes, at, bytes, portAt)
  }
}

/** Addresses of one kind, in their compact form. */
class Told {
  count = 0
  readonly #ipLength: number
  readonly #bytes: Uint8Array
  readonly #rows: Uint32Array

  constructor(ipLength: 4 | 16, most: number) {
    this.#ipLength = ipLength
    this.#bytes = new Uint8Array(most * (ipLength + 2))
    this.#rows = new Uint32Array(most)
  }

  get compact(): Uint8Array {
    return this.#bytes.subarray(0, this.count * (this.#ipLength + 2))
  }

  get told(): Uint32Array {
    return this.#rows.subarray(0, this.count)
  }

  add(row: number, ips: Uint8Array, ipAt: number, ports: Uint8Array, portAt: number): void {
    let to = this.count * (this.#ipLength + 2)
    // For so few bytes a loop is several times as fast as set() with a view.
    for (let i = 0; i < this.#ipLength; i++) this.#bytes[to++] = ips[ipAt + i] ?? 0
    this.#bytes[to++] = ports[portAt] ?? 0
    this.#bytes[to] = ports[portAt + 1] ?? 0
    this.#rows[this.count++] = row
  }
}
