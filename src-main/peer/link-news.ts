import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import { Paced } from './core/paced.ts'
import type { Link } from './link.ts'
import { TransferReport } from './transfer-report.ts'

/** Tells the screen of a link: how it begins and ends, and in between, at most once a tick, what moved and its four flags. */
export class LinkNews {
  readonly #link: Link
  readonly #observe: (fact: SwarmFact) => void
  readonly #transfers = new TransferReport()
  // A remote that flips its flags must not make us tell more often than this.
  readonly #flags: Paced

  constructor(link: Link, tickMs: number, observe: (fact: SwarmFact) => void) {
    this.#link = link
    this.#observe = observe
    this.#flags = new Paced(tickMs, () => this.#tellFlags())
  }

  /** The next tick has something to tell. */
  get isDue(): boolean {
    return this.#transfers.isBusy || this.#flags.isDue
  }

  opened(): void {
    const { id: link, dial, infoHash, dialler, acceptor, dialled, encryption, remote } = this.#link
    this.#observe({ type: 'link-opened', link, dial, infoHash, dialler, acceptor, dialled, encryption, remote })
  }

  flagsChanged(nowMs: number): void {
    this.#flags.ask(nowMs)
  }

  tick(nowMs: number): void {
    this.#tellTransfers(nowMs)
    this.#flags.tick(nowMs)
  }

  closed(reason: DisconnectReason, nowMs: number): void {
    this.#tellTransfers(nowMs)
    // Our own leaving is told once, by the swarm; how each link ended is for the other end to say.
    if (reason.code === 'we-left' || reason.code === 'paused') return
    this.#observe({ type: 'link-closed', link: this.#link.id, remote: this.#link.remoteId, reason })
  }

  #tellTransfers(nowMs: number): void {
    const report = this.#transfers.next(this.#link, nowMs)
    if (report) this.#observe(report)
  }

  #tellFlags(): void {
    const { id: link, remoteId: remote, state } = this.#link
    const { amChoking, amInterested, peerChoking, peerInterested } = state
    this.#observe({ type: 'link-flags', link, remote, amChoking, amInterested, peerChoking, peerInterested })
  }
}
