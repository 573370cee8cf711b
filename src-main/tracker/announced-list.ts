import type { Member, TorrentSummary } from '../../src-shared/swarm/events.ts'
import { fromHex, toHex } from '../../src-shared/swarm/hex.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'
import { flag, type MemberTable } from './member-table.ts'
import { unpackAddress } from './packed-address.ts'

/** What a tracker knows of the torrent of a swarm. */
export type TrackedTorrent = Pick<TorrentSummary, 'name' | 'lengthBytes' | 'pieceCount'>

/** So many that announced themselves are listed at most; of the others only askers are told. */
export const maxListed = 200

/** The newest of those that announced themselves and have no link with us, as members. */
export class AnnouncedList {
  readonly #table: MemberTable
  readonly #torrent: () => TrackedTorrent | undefined
  // Undefined where the numbers have changed since it was put together.
  readonly #members = new Map<PeerId, Member | undefined>()
  #hasChanged = false

  constructor(table: MemberTable, torrent: () => TrackedTorrent | undefined) {
    this.#table = table
    this.#torrent = torrent
  }

  /** A newcomer; the oldest makes room for it. */
  add(row: number): void {
    const [oldest] = this.#members.keys()
    if (this.#members.size >= maxListed && oldest !== undefined) this.remove(this.#rowOf(oldest))
    this.#members.set(this.#peerAt(row), undefined)
    this.#table.mark(row, flag.listed, true)
    this.#hasChanged = true
  }

  remove(row: number): void {
    if (!this.#table.has(row, flag.listed)) return
    this.#members.delete(this.#peerAt(row))
    this.#table.mark(row, flag.listed, false)
    this.#hasChanged = true
  }

  /** It said something new of itself. */
  refresh(row: number): void {
    this.#members.set(this.#peerAt(row), undefined)
    this.#hasChanged = true
  }

  /** All of them; where there is room, some that had been pushed out come back. `count`: how many there are in all. */
  members(count: number): Member[] {
    for (let row = this.#table.size - 1; row >= 0 && this.#members.size < Math.min(count, maxListed); row--) {
      const isOut = this.#table.has(row, flag.announced) && !this.#table.has(row, flag.linked | flag.listed)
      if (isOut) this.add(row)
    }
    return [...this.#members].map(([peer, known]) => {
      const member = known ?? this.#describe(peer)
      this.#members.set(peer, member)
      return member
    })
  }

  /** True once after something has changed. */
  takeChanged(): boolean {
    const hasChanged = this.#hasChanged
    this.#hasChanged = false
    return hasChanged
  }

  #describe(id: PeerId): Member {
    const row = this.#rowOf(id)
    const known = agentOf(id)
    return {
      id,
      uuid: null,
      name: known,
      agent: known,
      server: unpackAddress(this.#table.addresses.at(row)),
      lab: false,
      ...progressOf(this.#table.leftBytes(row), this.#torrent()),
      uploadedBytes: this.#table.uploadedBytes(row),
      downloadedBytes: this.#table.downloadedBytes(row),
    }
  }

  #peerAt(row: number): PeerId {
    return toHex(this.#table.ids.at(row)) as PeerId
  }

  #rowOf(peer: PeerId): number {
    return this.#table.ids.find(fromHex(peer))
  }
}

// Bytes say little of pieces, but that it has all of them, or not all.
function progressOf(leftBytes: number, torrent: TrackedTorrent | undefined): Pick<Member, 'role' | 'haveCount'> {
  const { lengthBytes, pieceCount } = torrent ?? { lengthBytes: 1, pieceCount: 1 }
  if (leftBytes === 0) return { role: 'seeder', haveCount: pieceCount }
  const share = Math.max(0, 1 - leftBytes / lengthBytes)
  const haveCount = Math.min(Math.floor(share * pieceCount), pieceCount - 1)
  return { role: roleOf(haveCount, pieceCount), haveCount }
}
