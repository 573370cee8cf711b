import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PexMessage } from '../../src-shared/wire/pex-message.ts'
import type { DialOutcome } from './client.ts'
import { DialBook } from './dial-book.ts'
import type { Link } from './link.ts'
import { mayBeServer, serverAsSeenFrom } from './listed-addresses.ts'

// At most one message a minute each way, and 50 addresses in it (BEP 11).
const gapMs = 60_000
const maxAddresses = 50
// A clock that runs a little fast is no flood.
const earlyMs = 10_000
const numbers = { maxAddresses: 200, maxDials: 4, pauseMs: gapMs, maxPauseMs: 30 * gapMs, maxDialsOfOne: 5 } as const

/**
 * Peer exchange (BEP 11) in one swarm: tells other clients whom we are linked to, and dials whom they tell us of. Our own kind
 * needs none: its trackers' lists say it at once.
 */
export class PeerExchange {
  readonly #infoHash: InfoHash
  readonly #links: ReadonlySet<Link>
  readonly #wantsPeers: () => boolean
  readonly #observe: (fact: SwarmFact) => void
  readonly #told = new Map<Link, { atMs: number; addresses: Set<Address> }>()
  readonly #heardAtMs = new Map<Link, number>()
  readonly #known: DialBook

  constructor(parts: {
    infoHash: InfoHash
    links: ReadonlySet<Link>
    dial: (to: Address) => Promise<DialOutcome>
    /** Are there links to be had that we want? */
    wantsPeers: () => boolean
    observe: (fact: SwarmFact) => void
  }) {
    this.#infoHash = parts.infoHash
    this.#links = parts.links
    this.#known = new DialBook({ dial: parts.dial, ...numbers })
    this.#wantsPeers = parts.wantsPeers
    this.#observe = parts.observe
  }

  /** Tells whom it is time to tell, and dials whom it is time to dial. */
  tick(nowMs: number): void {
    for (const link of this.#links) {
      if (!link.speaks.hasExchange || link.speaks.hasTracker) continue
      if (nowMs - (this.#told.get(link)?.atMs ?? Number.NEGATIVE_INFINITY) >= gapMs) this.#tell(link, nowMs)
    }
    if (this.#wantsPeers()) this.#known.tick(new Set([...this.#links].map((link) => link.remote.server)), nowMs)
  }

  /** Takes in what a remote peer passes on; more than one message a minute is not read. */
  receive(link: Link, message: PexMessage, nowMs: number): void {
    const before = this.#heardAtMs.get(link) ?? Number.NEGATIVE_INFINITY
    if (nowMs - before < gapMs - earlyMs) return
    this.#heardAtMs.set(link, nowMs)
    const linked = new Set([...this.#links].map(({ remote }) => remote.server))
    const isNews = (address: Address) => mayBeServer(link, endpointOf(address)) && this.#known.add(address)
    const added = message.added.filter(({ address }) => isNews(address) && !linked.has(address))
    for (const address of message.dropped) this.#known.remove(address)
    const { dropped } = message
    if (added.length + dropped.length === 0) return
    this.#observe({
      type: 'peers-exchanged',
      infoHash: this.#infoHash,
      from: link.remoteId,
      added: added.length,
      dropped: dropped.length,
    })
  }

  gone(link: Link): void {
    this.#told.delete(link)
    this.#heardAtMs.delete(link)
  }

  #tell(link: Link, nowMs: number): void {
    const before = this.#told.get(link)?.addresses ?? new Set<Address>()
    const byAddress = this.#othersOf(link)
    const added = [...byAddress].filter(([address]) => !before.has(address)).slice(0, maxAddresses)
    const dropped = [...before].filter((address) => !byAddress.has(address)).slice(0, maxAddresses)
    const addresses = new Set(before)
    for (const [address] of added) addresses.add(address)
    for (const address of dropped) addresses.delete(address)
    this.#told.set(link, { atMs: nowMs, addresses })
    if (added.length + dropped.length === 0) return
    link.sendExchange({
      added: added.map(([address, other]) => ({
        address,
        prefersEncryption: false,
        uploadOnly: isUploadOnly(other),
        reachable: other.dialled,
      })),
      dropped,
    })
  }

  /** Whom we are linked to beside this one, by the address at which it can reach them. */
  #othersOf(link: Link): Map<Address, Link> {
    const others = new Map<Address, Link>()
    for (const other of this.#links) {
      const { server } = other.remote
      const seen = server && serverAsSeenFrom(link, server)
      if (seen !== null && other.remoteId !== link.remoteId) others.set(seen, other)
    }
    return others
  }
}

function isUploadOnly(link: Link): boolean {
  return link.speaks.remoteUploadOnly || link.remotePieces.size === link.remotePieces.count
}
