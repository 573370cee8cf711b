import type { Announcement } from '../../src-shared/metainfo/announce-request.ts'
import type { SwarmCounts } from '../../src-shared/metainfo/udp-tracker.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import { fromHex } from '../../src-shared/swarm/hex.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Random } from '../random.ts'
import { AnnouncedList, maxListed, type TrackedTorrent } from './announced-list.ts'
import { group } from './member-groups.ts'
import { flag, MemberTable } from './member-table.ts'
import { isSameBytes, noAddress, packAddress, packedIp, packText } from './packed-address.ts'
import type { Asker, PeerSample } from './peer-sample.ts'
import { reachOf } from './reach.ts'

/** What a tracked swarm needs of its tracker. */
export interface TrackedSwarmParts {
  readonly random: Random
  /** Members that it takes in at most. */
  readonly maxMembers: number
  /** How long a member stays that does not announce itself again. */
  readonly expirySec: number
  readonly torrent: () => TrackedTorrent | undefined
  /** The list of those that announced themselves has changed: who is on it, or what they say of themselves alone. */
  readonly onListChanged: (isUrgent: boolean) => void
}

/** What a member said of itself in its latest announce: bytes left, uploaded and downloaded, and when. */
interface Announced {
  readonly numbers: readonly [number, number, number]
  readonly atSec: number
  readonly key: number
}

// Whoever listens below has another service there, at which a whole class would knock.
const lowestPort = 1024
// A sweep looks at a thirtieth of the table, or at so many.
const sweepsOfAll = 30
const smallSweep = 200

/** Whether others can be told of a peer at this IP that says it listens on this port. */
export function canBeTold(ip: Uint8Array, port: number): boolean {
  return port >= lowestPort && reachOf(ip) !== 'nowhere'
}

/** Everybody in one swarm: ourselves and whom we are linked to, with all that is known of them, and all who announced themselves. */
export class TrackedSwarm {
  /** Ourselves and linked peers, oldest first. */
  readonly #linked = new Map<PeerId, Member>()
  readonly #table = new MemberTable()
  readonly #list: AnnouncedList
  readonly #parts: TrackedSwarmParts
  #seeders = 0
  #completed = 0
  #announced = 0
  #announcedOnly = 0
  #cursor = 0

  constructor(parts: TrackedSwarmParts) {
    this.#parts = parts
    this.#list = new AnnouncedList(this.#table, parts.torrent)
  }

  get counts(): SwarmCounts {
    return { seeders: this.#seeders, completed: this.#completed, leechers: this.#table.size - this.#seeders }
  }

  /** Whether anybody is here that can expire. */
  get hasAnnounced(): boolean {
    return this.#announced > 0
  }

  /** Memory of the table, in bytes. */
  get tableBytes(): number {
    return this.#table.byteLength
  }

  linkedMember(peer: PeerId): Member | undefined {
    return this.#linked.get(peer)
  }

  /** Ourselves and linked peers, then those that announced themselves: the first so many of them. */
  members(most = Number.POSITIVE_INFINITY): Member[] {
    const members: Member[] = []
    for (const member of this.#linked.values()) {
      if (members.length === most) return members
      members.push(member)
    }
    return members.concat(this.announcedMembers()).slice(0, most)
  }

  /** How many of them there are. */
  get listed(): number {
    return this.#linked.size + Math.min(this.#announcedOnly, maxListed)
  }

  /** Those that announced themselves and have no link with us: at most the 200 newest. */
  announcedMembers(): Member[] {
    return this.#list.members(this.#announcedOnly)
  }

  /** True once after those that announced themselves have changed. */
  takeListChanged(): boolean {
    return this.#list.takeChanged()
  }

  /** Ourselves, or a peer that has a link with us: what is known by the link holds. */
  link(member: Member): void {
    const id = fromHex(member.id)
    const announcedBefore = member.server === null ? undefined : this.#takeOver(packText(member.server), id)
    const row = this.#rowOf(id)
    const isNew = !this.#table.has(row, flag.linked)
    if (hasCompleted(this.#linked.get(member.id), member)) this.#complete(row)
    this.#linked.set(member.id, member)
    this.#table.mark(row, flag.linked, true)
    if (isNew && this.#table.has(row, flag.announced)) this.#announcedOnly--
    this.#list.remove(row)
    if (announcedBefore && !this.#table.has(row, flag.announced)) this.#announceAs(row, announcedBefore)
    if (member.server !== null) this.#table.setAddress(row, packText(member.server), true)
    else if (!this.#table.has(row, flag.announced)) this.#table.setAddress(row, noAddress, false)
    this.#setRole(row, member.role === 'seeder')
  }

  /** Ourselves, or a linked peer, got on: who it is and where it listens is as it was. */
  progress(member: Member): void {
    const before = this.#linked.get(member.id)
    if (!before) return
    this.#linked.set(member.id, member)
    if (before.role === member.role) return
    const row = this.#rowOf(fromHex(member.id))
    if (hasCompleted(before, member)) this.#complete(row)
    this.#setRole(row, member.role === 'seeder')
  }

  /** Its last link is gone: it stays when it announced itself too. False when it had none. */
  unlink(peer: PeerId): boolean {
    if (!this.#linked.delete(peer)) return false
    const row = this.#rowOf(fromHex(peer))
    this.#table.mark(row, flag.linked | flag.surely, false)
    if (!this.#table.has(row, flag.announced)) this.#remove(row)
    else {
      this.#announcedOnly++
      this.#setRole(row, this.#table.leftBytes(row) === 0)
      this.#list.add(row)
    }
    return true
  }

  /** It is gone, whatever it announced. False when it was not here. */
  forget(peer: PeerId): boolean {
    const row = this.#table.ids.find(fromHex(peer))
    if (row < 0) return false
    this.#unannounce(row)
    this.unlink(peer)
    return true
  }

  /**
   * Takes in what a peer at `ip` says of itself. Answers its row; −1 where it has none: when it stops, or where nobody can be
   * told of it.
   */
  announce(announcement: Announcement, ip: Uint8Array, nowSec: number): number | 'full' | 'taken' {
    const { peerId, port, key, event } = announcement
    const known = this.#rowOfAnnouncer(peerId, packAddress(ip, port))
    if (known >= 0 && this.#isAnothers(known, ip, key)) return 'taken'
    if (event === 'stopped') {
      if (known >= 0) this.#unannounce(known)
      return -1
    }
    if (!canBeTold(ip, port)) return known
    const address = packAddress(ip, port)
    if (known < 0 && this.#table.size >= this.#parts.maxMembers) return 'full'
    const isUnderAnother = known >= 0 && !isSameBytes(this.#table.ids.at(known), peerId)
    if (!isUnderAnother) this.#evict(address, peerId)
    const row = isUnderAnother ? known : this.#rowOf(peerId)
    // What a link says of its peer's server is surer.
    if (!this.#table.has(row, flag.surely)) this.#table.setAddress(row, address, false)
    this.#takeIn(row, announcement, nowSec)
    return row
  }

  /** Draws members for an asker, who is at this row and listens on this port: no seeders for a seeder, and never itself. */
  draw(wanted: number, asker: Asker, own: { row: number; port: number; isSeeder: boolean }, into: PeerSample): void {
    const table = this.#table
    const ownAddress = packAddress(asker.ip, own.port)
    const from = { isHere: asker.isHere, hereAs: asker.hereAs }
    into.clear(table, asker.takes)
    // Some are left out, and it must not take for ever to find others.
    const most = 2 * wanted + 16
    table.groups.draw(this.#parts.random, own.isSeeder ? group.leechers : group.seeders, most, (row) => {
      if (into.count >= wanted) return false
      if (row !== own.row && !table.addresses.equals(row, ownAddress)) table.tell(row, from, into)
      return true
    })
  }

  /** Lets go of who has not announced itself for long. Each call looks at a part only: nothing waits for it. */
  sweep(nowSec: number): void {
    const table = this.#table
    const steps = Math.min(table.size, Math.max(smallSweep, Math.ceil(table.size / sweepsOfAll)))
    for (let step = 0; step < steps && table.size > 0; step++) {
      if (this.#cursor >= table.size) this.#cursor = 0
      const row = this.#cursor
      const isDue = table.has(row, flag.announced) && nowSec >= table.announcedAtSec(row) + this.#parts.expirySec
      if (isDue) this.#unannounce(row)
      // Where one went, another has taken its place.
      if (!isDue || table.has(row, flag.linked)) this.#cursor++
    }
  }

  #takeIn(row: number, { leftBytes, uploadedBytes, downloadedBytes, event, key }: Announcement, nowSec: number): void {
    const table = this.#table
    const isLinked = table.has(row, flag.linked)
    const isNews = table.setNumbers(row, leftBytes, uploadedBytes, downloadedBytes)
    table.setAnnounced(row, nowSec, key)
    if (event === 'completed') this.#complete(row)
    if (!isLinked) this.#setRole(row, leftBytes === 0)
    if (!table.has(row, flag.announced)) {
      table.mark(row, flag.announced, true)
      this.#announced++
      if (isLinked) return
      this.#announcedOnly++
      this.#list.add(row)
      this.#tellListChanged(true)
    } else if (isNews && table.has(row, flag.listed)) {
      this.#list.refresh(row)
      this.#tellListChanged(event === 'completed')
    }
  }

  #complete(row: number): void {
    if (this.#table.has(row, flag.completed)) return
    this.#completed++
    this.#table.mark(row, flag.completed, true)
  }

  #unannounce(row: number): void {
    const table = this.#table
    if (!table.has(row, flag.announced)) return
    table.mark(row, flag.announced, false)
    this.#announced--
    if (table.has(row, flag.linked)) {
      if (!table.has(row, flag.surely)) table.setAddress(row, noAddress, false)
      return
    }
    this.#announcedOnly--
    const wasListed = table.has(row, flag.listed)
    this.#remove(row)
    if (wasListed) this.#tellListChanged(true)
  }

  // Where everybody changes all the time, the list follows at its ease.
  #tellListChanged(isUrgent: boolean): void {
    this.#parts.onListChanged(isUrgent && this.#announcedOnly <= maxListed)
  }

  // libtorrent shakes hands under another peer id each time: who announces the address of a linked peer is that peer.
  #rowOfAnnouncer(peerId: Uint8Array, address: Uint8Array): number {
    const row = this.#table.ids.find(peerId)
    const there = row < 0 ? this.#table.addresses.find(address) : -1
    return there >= 0 && this.#table.has(there, flag.linked) ? there : row
  }

  // And who announced it before is the one that has a link now: what it said goes over to that.
  #takeOver(address: Uint8Array, id: Uint8Array): Announced | undefined {
    const table = this.#table
    const row = table.addresses.find(address)
    if (row < 0 || table.has(row, flag.linked) || isSameBytes(table.ids.at(row), id)) return undefined
    const numbers = [table.leftBytes(row), table.uploadedBytes(row), table.downloadedBytes(row)] as const
    const announced = { numbers, atSec: table.announcedAtSec(row), key: table.key(row) }
    this.#unannounce(row)
    return announced
  }

  #announceAs(row: number, { numbers, atSec, key }: Announced): void {
    this.#table.setNumbers(row, ...numbers)
    this.#table.setAnnounced(row, atSec, key)
    this.#table.mark(row, flag.announced, true)
    this.#announced++
  }

  // A client that came back as another peer: nobody else listens at that address now.
  #evict(address: Uint8Array, peerId: Uint8Array): void {
    const row = this.#table.addresses.find(address)
    if (row < 0 || this.#table.has(row, flag.linked) || isSameBytes(this.#table.ids.at(row), peerId)) return
    this.#unannounce(row)
  }

  #rowOf(peerId: Uint8Array): number {
    const row = this.#table.ids.find(peerId)
    return row < 0 ? this.#table.add(peerId) : row
  }

  #remove(row: number): void {
    this.#list.remove(row)
    this.#setRole(row, false)
    this.#table.remove(row)
  }

  // Of a peer that changes its address, its key shows that it is the same one.
  #isAnothers(row: number, ip: Uint8Array, key: number): boolean {
    const before = this.#table.key(row)
    if (key === 0 || before === 0 || key === before) return false
    return this.#table.has(row, flag.announced) && !isSameBytes(packedIp(this.#table.addresses.at(row)), ip)
  }

  #setRole(row: number, isSeeder: boolean): void {
    if (isSeeder !== this.#table.has(row, flag.seeder)) this.#seeders += isSeeder ? 1 : -1
    this.#table.setSeeder(row, isSeeder)
  }
}

// Another client's pieces come in one message after its link has begun: who seemed to have none may have had all.
function hasCompleted(before: Member | undefined, now: Member): boolean {
  if (!before || before.role === 'seeder' || now.role !== 'seeder') return false
  return before.lab || before.role === 'peer'
}
