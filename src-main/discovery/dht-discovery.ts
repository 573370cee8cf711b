import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import { ListenError } from '../net/transport.ts'
import { mayBeServerFor } from '../peer/listed-addresses.ts'
import type { Random } from '../random.ts'
import type { DhtNode, DhtNodeOptions } from './dht-node.ts'
import { publicHashes, type Seeker, type Wish } from './seeker.ts'
import { Sightings } from './sightings.ts'

/** What the DHT needs. */
export interface DhtDiscoveryParts {
  readonly peer: Seeker
  readonly clock: Clock
  readonly random: Random
  readonly open: (options: Pick<DhtNodeOptions, 'onPeer'>) => Promise<DhtNode>
  readonly wish: () => Wish
  /** False: nobody is told of this peer, whom only programs on this computer can reach. */
  readonly mayTell: () => boolean
  readonly observe: (fact: SwarmFact) => void
}

const minuteMs = 60_000
// Nodes forget an address after half an hour (BEP 5 leaves it to them). At first more often: peers that start together
// have not told the nodes of one another yet.
const everyMs = 15 * minuteMs
const firstPausesMs = [minuteMs, 4 * minuteMs]
const spreadMs = 2 * minuteMs
const retryMs = minuteMs
// One question at a time, and a pause between two: each takes dozens of datagrams.
const gapMs = 1_000

/**
 * Finds peers by the distributed hash table (BEP 5), which the whole world can read: only when it is asked for. Each tick looks
 * at what is wished, so that settings, ports and swarms may change at any time.
 */
export class DhtDiscovery {
  readonly #parts: DhtDiscoveryParts
  readonly #asked = new Map<InfoHash, { count: number; dueAtMs: number }>()
  #sightings = new Sightings()
  #opening: Opening | undefined
  #nextAskAtMs = 0
  #told: { readonly on: boolean; readonly detail: string | null } = { on: false, detail: null }

  constructor(parts: DhtDiscoveryParts) {
    this.#parts = parts
  }

  tick(): void {
    const wished = this.#parts.wish()
    if (!wished.on || this.#parts.peer.listenPort === 0) {
      this.#close()
      return this.#tell({ on: false, detail: wished.on ? listensNowhere : wished.why })
    }
    const nowMs = this.#parts.clock.nowMs()
    if (this.#opening?.failure !== undefined && nowMs >= this.#nextAskAtMs) this.#close()
    this.#opening ??= this.#begin()
    const { node, failure } = this.#opening
    if (failure !== undefined) this.#tell({ on: false, detail: failure })
    if (!node) return
    this.#tell({ on: true, detail: this.#detail(node, this.#opening.hasAsked) })
    this.#askNext(this.#opening, node, nowMs)
  }

  /** Ends without a word. */
  stop(): void {
    this.#close()
    this.#told = { on: false, detail: null }
  }

  #close(): void {
    const { node } = this.#opening ?? {}
    if (this.#opening) this.#opening.isOver = true
    this.#opening = undefined
    this.#asked.clear()
    void node?.close()
  }

  #begin(): Opening {
    const opening: Opening = { node: undefined, failure: undefined, isAsking: false, hasAsked: false, isOver: false }
    this.#sightings = new Sightings()
    void this.#open(opening)
    return opening
  }

  async #open(opening: Opening): Promise<void> {
    try {
      const node = await this.#parts.open({ onPeer: (...found) => opening.isOver || this.#hear(...found) })
      if (opening.isOver) return node.close()
      opening.node = node
    } catch (error) {
      if (!(error instanceof ListenError)) throw error
      opening.failure = `No UDP port could be opened for it (${error.detail}): it is tried again every minute.`
      this.#nextAskAtMs = this.#parts.clock.nowMs() + retryMs
    }
  }

  #askNext(opening: Opening, node: DhtNode, nowMs: number): void {
    const infoHashes = publicHashes(this.#parts.peer)
    const kept = new Set(infoHashes)
    for (const infoHash of this.#asked.keys()) if (!kept.has(infoHash)) this.#asked.delete(infoHash)
    if (opening.isAsking || nowMs < this.#nextAskAtMs) return
    const due = infoHashes.find((infoHash) => (this.#asked.get(infoHash)?.dueAtMs ?? 0) <= nowMs)
    if (due !== undefined) void this.#ask(opening, node, due)
  }

  async #ask(opening: Opening, node: DhtNode, infoHash: InfoHash): Promise<void> {
    const { clock, peer, mayTell } = this.#parts
    opening.isAsking = true
    await node.ask(infoHash, mayTell() ? peer.listenPort : null)
    opening.isAsking = false
    opening.hasAsked = true
    if (opening.isOver) return
    const nowMs = clock.nowMs()
    this.#nextAskAtMs = nowMs + gapMs
    const count = this.#asked.get(infoHash)?.count ?? 0
    if (node.nodes === 0) this.#asked.set(infoHash, { count, dueAtMs: nowMs + retryMs })
    else this.#asked.set(infoHash, { count: count + 1, dueAtMs: nowMs + this.#pauseMs(count) })
  }

  #pauseMs(count: number): number {
    return firstPausesMs[count] ?? everyMs + this.#parts.random.below(spreadMs)
  }

  #hear(infoHash: InfoHash, address: Address, from: Address): void {
    const teller = endpointOf(from).host
    if (!mayBeServerFor(teller, endpointOf(address)) || !publicHashes(this.#parts.peer).includes(infoHash)) return
    const said = { sender: teller, infoHash, address, cookie: null }
    if (this.#sightings.note(said, this.#parts.clock.nowMs()) === undefined) return
    this.#parts.peer.found(infoHash, [address], 'dht', from)
  }

  #detail({ port, nodes }: DhtNode, hasAsked: boolean): string {
    const told = this.#parts.mayTell()
      ? ''
      : ' Nobody is told of this peer, since its server listens on this computer only.'
    const alone = hasAsked && nodes === 0 ? ' No other node answers so far.' : ''
    return `The whole world can see which public torrents are here, and at which address. It uses UDP port ${port}.${told}${alone}`
  }

  #tell(state: { readonly on: boolean; readonly detail: string | null }): void {
    if (state.on === this.#told.on && state.detail === this.#told.detail) return
    this.#told = state
    this.#parts.observe({ type: 'discovery-changed', way: 'dht', ...state })
  }
}

interface Opening {
  node: DhtNode | undefined
  /** Why there is no node, one sentence. */
  failure: string | undefined
  isAsking: boolean
  /** It has asked something, so that other nodes had their chance. */
  hasAsked: boolean
  isOver: boolean
}

const listensNowhere = 'This peer listens nowhere, so there is nothing to tell others.'
