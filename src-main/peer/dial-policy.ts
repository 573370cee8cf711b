import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { DialId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

const maxPauseMs = 60_000

/**
 * Whom to dial without being told: in the course a peer that still needs data dials every other peer's server and a seeder
 * dials nobody; with any other client one link a pair is enough, whoever dialled it.
 */
export class DialPolicy {
  readonly #pauseMs: number
  readonly #pauses = new Map<PeerId, { untilMs: number; failures: number }>()
  readonly #failedDials = new Map<PeerId, DialId>()
  /** True from running out of client ports until one comes back. */
  outOfPorts = false

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs
  }

  wants(member: Member, links: Iterable<Link>, isSeeder: boolean, nowMs: number): boolean {
    if (member.server === null || this.outOfPorts || (this.#pauses.get(member.id)?.untilMs ?? 0) > nowMs) return false
    const toIt = [...links].filter((link) => link.remoteId === member.id)
    if (!member.lab) return toIt.length === 0
    return !isSeeder && !toIt.some((link) => link.dialled)
  }

  connected(peer: PeerId): void {
    this.#pauses.delete(peer)
    this.#failedDials.delete(peer)
  }

  /** A link to it ended, or a dial failed: it is left alone for a while, longer each time. */
  ended(peer: PeerId, reason: DisconnectReason, dial: DialId | undefined, nowMs: number): void {
    if (reason.code === 'no-client-port') this.outOfPorts = true
    const failures = (this.#pauses.get(peer)?.failures ?? -1) + 1
    this.#pauses.set(peer, { untilMs: nowMs + Math.min(maxPauseMs, this.#pauseMs * 2 ** failures), failures })
    if (dial) this.#failedDials.set(peer, dial)
  }

  /** Nobody lists it any more; answers its failed dial, which then is of no interest either. */
  forget(peer: PeerId, nowMs: number): DialId | undefined {
    const dial = this.#failedDials.get(peer)
    this.#failedDials.delete(peer)
    // A pause outlives the listing: a list that was under way may name the peer once more.
    for (const [paused, { untilMs }] of this.#pauses) if (untilMs <= nowMs) this.#pauses.delete(paused)
    return dial
  }
}
