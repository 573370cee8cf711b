import type { Faults, LimitScope, Limits, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'
import { Caps } from './caps.ts'
import { FaultControl } from './fault-control.ts'
import type { Link } from './link.ts'
import type { Rooms } from './rooms.ts'
import type { SpoilWish } from './spoiler.ts'
import { UploadShare } from './upload-share.ts'

/** What a person does to a peer while it runs: limits, and trouble made on purpose; at all of it, one swarm, or one link. */
export class Controls {
  readonly caps: Caps
  readonly spoilWish: SpoilWish = { wanted: false }
  readonly #rooms: Rooms
  readonly #faults: FaultControl
  readonly #uploadShare: UploadShare
  readonly #observe: (fact: SwarmFact) => void

  constructor(parts: { clock: Clock; limits: Limits; rooms: Rooms; observe: (fact: SwarmFact) => void }) {
    this.#rooms = parts.rooms
    this.#observe = parts.observe
    this.caps = new Caps(parts.clock, parts.limits)
    this.#faults = new FaultControl(parts.clock)
    this.#uploadShare = new UploadShare(this.caps.up, parts.observe)
  }

  /** Lets the faults that are set, and will be, work on a connection. */
  wrap(connection: Connection): FaultyConnection {
    return this.#faults.wrap(connection)
  }

  /** The course's U(P) = Umax / Fn, for the files that are uploaded now. */
  shareUploads(): void {
    this.#uploadShare.share(this.#rooms.swarms)
  }

  /** Limits all of this peer, one swarm, or one link; false when there is no such swarm or link. */
  setLimits(scope: LimitScope, limits: Limits): boolean {
    if (scope.kind === 'link') return this.#limitLink(scope.link, limits)
    if (scope.kind === 'peer') return this.#limitPeer(limits)
    const swarm = this.#rooms.swarms.get(scope.infoHash)
    swarm?.setLimits(limits)
    return swarm !== undefined
  }

  /** Makes trouble on purpose, on all links or on one; false when there is no such link. */
  setFaults(id: LinkId | null, faults: Faults): boolean {
    const link = this.#linkOrAll(id)
    if (link === undefined) return false
    if (link) this.#faults.setOne(link.faulty, faults)
    else this.#faults.setAll(faults)
    this.#observe({ type: 'faults-changed', link: id, faults })
    return true
  }

  /** Spoils the next block that is sent, on any link or on one; false when there is no such link. */
  corruptNextBlock(id: LinkId | null): boolean {
    const link = this.#linkOrAll(id)
    if (link === null) this.spoilWish.wanted = true
    else link?.corruptNextBlock()
    return link !== undefined
  }

  /** Closes one link, politely or abruptly; false when there is no such link. */
  closeLink(id: LinkId, abruptly: boolean): boolean {
    const link = this.#rooms.link(id)
    link?.close({ code: 'we-closed' }, abruptly)
    return link !== undefined
  }

  #linkOrAll(id: LinkId | null): Link | null | undefined {
    return id === null ? null : this.#rooms.link(id)
  }

  #limitPeer(limits: Limits): true {
    const { upBytesPerSec, downBytesPerSec } = this.caps.limits
    if (limits.upBytesPerSec === upBytesPerSec && limits.downBytesPerSec === downBytesPerSec) return true
    if (this.caps.change(limits)) for (const swarm of this.#rooms.swarms.values()) swarm.askAgain()
    this.shareUploads()
    this.#observe({ type: 'limits-changed', scope: { kind: 'peer' }, limits })
    return true
  }

  #limitLink(id: LinkId, limits: Limits): boolean {
    const link = this.#rooms.link(id)
    if (!link) return false
    if (link.caps.change(limits)) this.#rooms.swarms.get(link.infoHash)?.askAgain([link])
    this.#observe({ type: 'limits-changed', scope: { kind: 'link', link: id }, limits })
    return true
  }
}
