import { IndexedColumn } from './indexed-column.ts'
import { group, MemberGroups } from './member-groups.ts'
import { noAddress, packedIp, packedLength } from './packed-address.ts'
import type { Asker, PeerSample } from './peer-sample.ts'
import { reachOf } from './reach.ts'

/** What a row knows of its member, one bit each. */
export const flag = {
  /** It announced itself, and not long ago. */
  announced: 1,
  /** It is ourselves, or has a link with us. */
  linked: 2,
  /** It is on the list of those that announced themselves. */
  listed: 4,
  /** It said once that it has everything now. */
  completed: 8,
  seeder: 16,
  /** Its address is 127.0.0.1 or ::1. */
  here: 32,
  /** Its address is another one of this computer's loopback. */
  hereOnly: 64,
  /** A link told its address. */
  surely: 128,
} as const

const peerIdLength = 20
const smallest = 16

/**
 * Everybody in one swarm, one row each: columns of numbers instead of objects, so that 50,000 members take megabytes and not
 * tens of them, and nothing for the garbage collector to look at. Rows lie close together: when one goes, the last takes its place.
 */
export class MemberTable {
  readonly ids = new IndexedColumn(peerIdLength)
  readonly addresses = new IndexedColumn(packedLength, noAddress)
  readonly groups = new MemberGroups()
  #capacity = 0
  #size = 0
  #leftBytes = new Float64Array(0)
  #uploadedBytes = new Float64Array(0)
  #downloadedBytes = new Float64Array(0)
  #announcedAtSec = new Uint32Array(0)
  #keys = new Uint32Array(0)
  #flags = new Uint8Array(0)

  get size(): number {
    return this.#size
  }

  /** Memory that all columns take, room for newcomers included. */
  get byteLength(): number {
    const columns = [this.ids, this.addresses, this.groups, this.#leftBytes, this.#uploadedBytes, this.#downloadedBytes]
    const small = [this.#announcedAtSec, this.#keys, this.#flags]
    return [...columns, ...small].reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** A new row, with no address and nothing known; it is the last one. */
  add(peerId: Uint8Array): number {
    if (this.#size === this.#capacity) this.#resize(Math.max(smallest, Math.ceil(this.#capacity * 1.5)))
    const row = this.#size++
    this.ids.add(row, peerId)
    this.addresses.add(row, noAddress)
    this.groups.add(row)
    this.setNumbers(row, Number.POSITIVE_INFINITY, 0, 0)
    this.setAnnounced(row, 0, 0)
    this.#flags[row] = 0
    return row
  }

  remove(row: number): void {
    this.ids.remove(row)
    this.addresses.remove(row)
    this.groups.remove(row)
    const last = --this.#size
    if (row !== last) this.#move(last, row)
    if (this.#capacity > smallest && this.#size < this.#capacity / 4) this.#resize(Math.max(smallest, 2 * this.#size))
  }

  has(row: number, which: number): boolean {
    return ((this.#flags[row] ?? 0) & which) !== 0
  }

  mark(row: number, which: number, isSo: boolean): void {
    const flags = this.#flags[row] ?? 0
    this.#flags[row] = isSo ? flags | which : flags & ~which
  }

  leftBytes(row: number): number {
    return this.#leftBytes[row] ?? 0
  }

  uploadedBytes(row: number): number {
    return this.#uploadedBytes[row] ?? 0
  }

  downloadedBytes(row: number): number {
    return this.#downloadedBytes[row] ?? 0
  }

  /** Answers whether any of them is another than before. */
  setNumbers(row: number, leftBytes: number, uploadedBytes: number, downloadedBytes: number): boolean {
    const isSame =
      this.#leftBytes[row] === leftBytes &&
      this.#uploadedBytes[row] === uploadedBytes &&
      this.#downloadedBytes[row] === downloadedBytes
    this.#leftBytes[row] = leftBytes
    this.#uploadedBytes[row] = uploadedBytes
    this.#downloadedBytes[row] = downloadedBytes
    return !isSame
  }

  announcedAtSec(row: number): number {
    return this.#announcedAtSec[row] ?? 0
  }

  key(row: number): number {
    return this.#keys[row] ?? 0
  }

  setAnnounced(row: number, atSec: number, key: number): void {
    this.#announcedAtSec[row] = atSec
    this.#keys[row] = key
  }

  setSeeder(row: number, isSeeder: boolean): void {
    if (isSeeder === this.has(row, flag.seeder)) return
    this.mark(row, flag.seeder, isSeeder)
    this.#regroup(row)
  }

  /** `surely`: a link told it, and not an announce. */
  setAddress(row: number, packed: Uint8Array, surely: boolean): void {
    this.mark(row, flag.surely, surely)
    if (this.addresses.equals(row, packed)) return
    this.addresses.change(row, packed)
    const reach = reachOf(packedIp(packed))
    this.mark(row, flag.here, reach === 'here')
    this.mark(row, flag.hereOnly, reach === 'here-only')
    this.#regroup(row)
  }

  /** Takes a member into what an asker is told, at the address that leads there from the asker, if any does. */
  tell(row: number, from: Pick<Asker, 'isHere' | 'hereAs'>, into: PeerSample): void {
    if (!this.has(row, flag.here | flag.hereOnly)) return into.add(row, null)
    const ip = this.has(row, flag.here) ? from.hereAs : null
    if (ip || from.isHere) into.add(row, ip)
  }

  #move(from: number, to: number): void {
    this.ids.move(from, to)
    this.addresses.move(from, to)
    this.groups.move(from, to)
    this.setNumbers(to, this.leftBytes(from), this.uploadedBytes(from), this.downloadedBytes(from))
    this.setAnnounced(to, this.announcedAtSec(from), this.key(from))
    this.#flags[to] = this.#flags[from] ?? 0
  }

  #regroup(row: number): void {
    const told = this.has(row, flag.seeder) ? group.seeders : group.leechers
    const isTold = reachOf(packedIp(this.addresses.at(row))) !== 'nowhere'
    this.groups.moveTo(row, isTold ? told : group.untold)
  }

  #resize(capacity: number): void {
    const size = Math.min(this.#size, capacity)
    this.#capacity = capacity
    this.ids.resize(capacity, size)
    this.addresses.resize(capacity, size)
    this.groups.resize(capacity)
    this.#leftBytes = resized(this.#leftBytes, new Float64Array(capacity))
    this.#uploadedBytes = resized(this.#uploadedBytes, new Float64Array(capacity))
    this.#downloadedBytes = resized(this.#downloadedBytes, new Float64Array(capacity))
    this.#announcedAtSec = resized(this.#announcedAtSec, new Uint32Array(capacity))
    this.#keys = resized(this.#keys, new Uint32Array(capacity))
    this.#flags = resized(this.#flags, new Uint8Array(capacity))
  }
}

function resized<Column extends Float64Array | Uint32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from.subarray(0, to.length))
  return to
}
