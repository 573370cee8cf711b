import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { DialId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { PeerConfig } from './config.ts'
import { DialRate } from './dial-rate.ts'
import type { Link } from './link.ts'
import { isOurKind } from './peer-id.ts'

const maxPauseMs = 60_000
// Who left politely and is listed again has come back; only lists that were under way need to pass.
const afterLeaveMs = 1_000

/**
 * Whom to dial without being told: in the course a peer that still needs data dials every other peer's server and a seeder
 * waits to be dialled; with any other client one link a pair is enough, whoever dialled it. Two seeders would both wait for
 * ever, and their trackers would never list each other: there the larger peer id dials.
 */
export class DialPolicy {
  readonly #self: PeerId
  readonly #pauseMs: number
  readonly #maxDials: number
  readonly #rate = new DialRate()
  readonly #dialling = new Set<PeerId>()
  readonly #pauses = new Map<PeerId, { untilMs: number; failures: number }>()
  readonly #failedDials = new Map<PeerId, DialId>()
  /** True from running out of client ports until one comes back. */
  outOfPorts = false

  constructor(self: PeerId, config: Pick<PeerConfig, 'redialPauseMs' | 'maxOwnDials'>) {
    this.#self = self
    this.#pauseMs = config.redialPauseMs
    this.#maxDials = config.maxOwnDials
  }

  /** Should it be dialled now? `toIt`: the links to it that there are. */
  wants(member: Member, toIt: readonly Link[], isSeeder: boolean, nowMs: number): boolean {
    if (member.server === null || this.outOfPorts || this.#dialling.has(member.id)) return false
    if (this.#dialling.size >= this.#maxDials || (this.#pauses.get(member.id)?.untilMs ?? 0) > nowMs) return false
    if (!this.#rate.allows(nowMs)) return false
    // Of our own kind, who announced itself to a tracker: it says only in its extension handshake that it follows the course.
    if (!member.lab && isOurKind(member.id)) return !isSeeder && toIt.length === 0
    // Between two that have everything many clients close the link, and there is no use in one.
    if (!member.lab) return toIt.length === 0 && !(isSeeder && member.role === 'seeder')
    if (isSeeder) return member.role === 'seeder' && toIt.length === 0 && this.#self > member.id
    return !toIt.some((link) => link.dialled)
  }

  /** A dial to it is under way. */
  dialling(peer: PeerId, nowMs: number): void {
    this.#dialling.add(peer)
    this.#rate.count(nowMs)
  }

  /** What became of that dial; without a reason it connected. */
  dialled(peer: PeerId, reason: DisconnectReason | undefined, dial: DialId, nowMs: number): void {
    this.#dialling.delete(peer)
    if (reason) this.ended(peer, reason, reason.code === 'already-connected' ? undefined : dial, nowMs)
  }

  connected(peer: PeerId): void {
    this.#pauses.delete(peer)
    this.#failedDials.delete(peer)
  }

  /** A link to it ended, or a dial failed: it is left alone for a while, longer each time; a proven liar for good. */
  ended(peer: PeerId, reason: DisconnectReason, dial: DialId | undefined, nowMs: number): void {
    if (reason.code === 'no-client-port') this.outOfPorts = true
    if (reason.code === 'left') return void this.#pauses.set(peer, { untilMs: nowMs + afterLeaveMs, failures: -1 })
    const failures = (this.#pauses.get(peer)?.failures ?? -1) + 1
    const isLiar = reason.code === 'sent-bad-data' || reason.code === 'banned'
    const pauseMs = isLiar ? Number.POSITIVE_INFINITY : Math.min(maxPauseMs, this.#pauseMs * 2 ** failures)
    this.#pauses.set(peer, { untilMs: nowMs + pauseMs, failures })
    if (dial) this.#failedDials.set(peer, dial)
  }

  /** Forgets whom nobody lists any more; answers their failed dials, which then are of no interest either. */
  forgetUnless(isKnown: (peer: PeerId) => boolean): DialId[] {
    const gone = [...this.#failedDials].filter(([peer]) => !isKnown(peer))
    for (const [peer] of gone) this.#failedDials.delete(peer)
    return gone.map(([, dial]) => dial)
  }

  /** Forgets the pauses of those, once they are over: a list that was under way may name them once more. */
  forgetPausesUnless(isKnown: (peer: PeerId) => boolean, nowMs: number): void {
    for (const [peer, { untilMs }] of this.#pauses) if (untilMs <= nowMs && !isKnown(peer)) this.#pauses.delete(peer)
  }
}
