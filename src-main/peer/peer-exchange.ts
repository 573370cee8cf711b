import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PexMessage, PexPeer } from '../../src-shared/wire/pex-message.ts'
import type { DialOutcome } from './client.ts'
import { DialBook } from './dial-book.ts'
import type { Link } from './link.ts'
import type { LinkedServer, LinkedServers } from './linked-servers.ts'
import { mayBeServer, serverAsSeenFrom } from './listed-addresses.ts'

// At most one message a minute each way, and 50 addresses in it (BEP 11).
const gapMs = 60_000
const maxAddresses = 50
// Nobody dials thousands.
const maxKnown = 200
// So many are told in one tick: a storm of newcomers has more urgent wishes.
const maxTurns = 50
// A clock that runs a little fast is no flood.
const earlyMs = 10_000
const numbers = { maxAddresses: 200, maxDials: 4, pauseMs: gapMs, maxPauseMs: 30 * gapMs, maxDialsOfOne: 5 } as const

/** When a link was told last, of which coming and which going last, and how many it knows of. */
interface Told {
  atMs: number
  known: number
  cameAs: number
  wentAs: number
}

/**
 * Peer exchange (BEP 11) in one swarm: tells other clients whom we are linked to, and dials whom they tell us of. Our own kind
 * needs none: its trackers' lists say it at once.
 */
export class PeerExchange {
  readonly #infoHash: InfoHash
  readonly #servers: LinkedServers
  readonly #wantsPeers: () => boolean
  readonly #observe: (fact: SwarmFact) => void
  /** Who speaks it and was told nothing yet. */
  readonly #untold = new Set<Link>()
  /** Whose turn is next comes first. */
  readonly #told = new Map<Link, Told>()
  readonly #heardAtMs = new Map<Link, number>()
  readonly #known: DialBook

  constructor(parts: {
    infoHash: InfoHash
    servers: LinkedServers
    dial: (to: Address) => Promise<DialOutcome>
    /** Are there links to be had that we want? */
    wantsPeers: () => boolean
    observe: (fact: SwarmFact) => void
  }) {
    this.#infoHash = parts.infoHash
    this.#servers = parts.servers
    this.#known = new DialBook({ dial: parts.dial, ...numbers })
    this.#wantsPeers = parts.wantsPeers
    this.#observe = parts.observe
  }

  /** A remote peer has said what it speaks. */
  met(link: Link): void {
    if (speaks(link) && !this.#told.has(link)) this.#untold.add(link)
  }

  /** Tells whom it is time to tell, and dials whom it is time to dial. */
  tick(nowMs: number): void {
    let turns = maxTurns
    for (const link of this.#untold) {
      if (turns-- === 0) break
      this.#untold.delete(link)
      // To a newcomer nobody has gone yet.
      this.#tell(link, { atMs: nowMs, known: 0, cameAs: 0, wentAs: this.#servers.latest })
    }
    for (const [link, told] of this.#told) {
      if (turns-- <= 0 || nowMs - told.atMs < gapMs) break
      this.#tell(link, { ...told, atMs: nowMs })
    }
    if (this.#wantsPeers()) this.#known.tick(this.#servers, nowMs)
  }

  /** Takes in what a remote peer passes on; more than one message a minute is not read. */
  receive(link: Link, message: PexMessage, nowMs: number): void {
    const before = this.#heardAtMs.get(link) ?? Number.NEGATIVE_INFINITY
    if (nowMs - before < gapMs - earlyMs) return
    this.#heardAtMs.set(link, nowMs)
    const isNews = (address: Address) => mayBeServer(link, endpointOf(address)) && this.#known.add(address)
    const added = message.added.filter(({ address }) => isNews(address) && !this.#servers.has(address))
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
    this.#untold.delete(link)
    this.#told.delete(link)
    this.#heardAtMs.delete(link)
  }

  #tell(link: Link, told: Told): void {
    // To the end: they are in the order in which they were told.
    this.#told.delete(link)
    this.#told.set(link, told)
    if (!speaks(link)) return
    const dropped = this.#goneSince(link, told)
    const added = this.#comeSince(link, told)
    if (added.length + dropped.length > 0) link.sendExchange({ added, dropped })
  }

  #comeSince(link: Link, told: Told): PexPeer[] {
    const added: PexPeer[] = []
    for (const server of this.#servers.cameAfter(told.cameAs)) {
      if (added.length === maxAddresses || told.known >= maxKnown) break
      told.cameAs = server.cameAs
      const other = server.links.filter(({ remoteId }) => remoteId !== link.remoteId).at(-1)
      const address = other && serverAsSeenFrom(link, server.address)
      if (!address) continue
      added.push({ ...detailsOf(other), address })
      told.known++
    }
    return added
  }

  // Only those that it was told of.
  #goneSince(link: Link, told: Told): Address[] {
    const dropped: Address[] = []
    const isKnown = ({ cameAs, address }: LinkedServer) => cameAs <= told.cameAs && !this.#servers.has(address)
    for (const server of this.#servers.wentAfter(told.wentAs)) {
      if (dropped.length === maxAddresses) break
      told.wentAs = server.wentAs ?? told.wentAs
      const address = isKnown(server) && serverAsSeenFrom(link, server.address)
      if (!address) continue
      dropped.push(address)
      told.known--
    }
    return dropped
  }
}

/** Our own kind has a tracker instead. */
function speaks({ speaks }: Link): boolean {
  return speaks.hasExchange && !speaks.hasTracker
}

function detailsOf({ dialled, speaks, remotePieces }: Link) {
  const uploadOnly = speaks.remoteUploadOnly || remotePieces.size === remotePieces.count
  return { prefersEncryption: false, uploadOnly, reachable: dialled }
}
