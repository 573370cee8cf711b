import { type Endpoint, formatAddress } from '../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { readLocalAnnounce, writeLocalAnnounce } from '../../src-shared/wire/local-discovery-message.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Multicast } from './multicast.ts'
import { Outlets } from './outlets.ts'
import { isNear } from './own-outlets.ts'
import { RateWindow } from './rate-window.ts'
import { publicHashes, type Seeker, type Wish } from './seeker.ts'
import { Sightings } from './sightings.ts'

/** What local discovery needs. */
export interface LocalDiscoveryParts {
  readonly peer: Seeker
  readonly network: Multicast
  readonly clock: Clock
  readonly random: Random
  readonly wish: () => Wish
  readonly observe: (fact: SwarmFact) => void
}

const rereadMs = 5_000
// Twenty a second on one interface: a peer that comes back to a hundred swarms must not flood the network.
const maxAnnouncesATick = 5
// Reading costs little, but not nothing.
const datagramLimits = { perSender: 600, inAll: 6_000, windowMs: 60_000 }

/**
 * Finds peers on the same network by multicast (BEP 14). Each tick looks at what is wished and what is there, so that
 * settings, ports, swarms and networks may change at any time.
 */
export class LocalDiscovery {
  readonly #parts: LocalDiscoveryParts
  readonly #cookie: string
  readonly #datagrams = new RateWindow(datagramLimits)
  #sightings = new Sightings()
  #looking: readonly InfoHash[] = []
  #open: { readonly outlets: Outlets; readonly host: string; readonly port: number } | undefined
  #nextRereadAtMs = 0
  #told: { readonly on: boolean; readonly detail: string | null } = { on: false, detail: null }

  constructor(parts: LocalDiscoveryParts) {
    this.#parts = parts
    this.#cookie = `swarmscope-${Array.from({ length: 12 }, () => parts.random.below(36).toString(36)).join('')}`
  }

  tick(): void {
    const { peer, wish } = this.#parts
    const wished = wish()
    const host = peer.setup.listen.host
    const port = peer.listenPort
    if (this.#open && (!wished.on || this.#open.port !== port || this.#open.host !== host)) this.#close()
    if (!wished.on) return this.#tell({ on: false, detail: wished.why })
    if (port === 0)
      return this.#tell({ on: false, detail: 'This peer listens nowhere, so there is nothing to tell others.' })
    this.#open ??= this.#begin(host, port)
    this.#run(this.#open.outlets, port)
  }

  /** Ends without a word. */
  stop(): void {
    this.#close()
    this.#told = { on: false, detail: null }
  }

  #close(): void {
    this.#open?.outlets.close()
    this.#open = undefined
  }

  #begin(host: string, port: number) {
    const { network, random } = this.#parts
    this.#nextRereadAtMs = 0
    const onDatagram = (bytes: Uint8Array, from: Endpoint) => this.#hear(bytes, from)
    // Who comes back to a network has lost everybody there, and wants to hear of them at once.
    const onJoined = () => {
      this.#sightings = new Sightings()
    }
    return { outlets: new Outlets({ network, random, host, onDatagram, onJoined }), host, port }
  }

  #run(outlets: Outlets, port: number): void {
    const nowMs = this.#parts.clock.nowMs()
    if (nowMs >= this.#nextRereadAtMs) {
      this.#nextRereadAtMs = nowMs + rereadMs
      outlets.refresh()
    }
    this.#looking = publicHashes(this.#parts.peer)
    for (const { outlet, schedule, send } of outlets.open) {
      schedule.keep(this.#looking, nowMs)
      // One torrent a datagram: Transmission 3.00 reads the first alone.
      for (const infoHash of schedule.take(nowMs, maxAnnouncesATick)) {
        send(writeLocalAnnounce(outlet.family, { port, infoHashes: [infoHash], cookie: this.#cookie }))
      }
    }
    if (!outlets.isOpening) this.#tell(outlets.state)
  }

  #hear(bytes: Uint8Array, from: Endpoint): void {
    const nowMs = this.#parts.clock.nowMs()
    const outlets = this.#open?.outlets.open ?? []
    if (!this.#datagrams.admits(from.host, nowMs)) return
    if (
      !isNear(
        from.host,
        outlets.map(({ outlet }) => outlet),
      )
    )
      return
    const announce = readLocalAnnounce(bytes)
    if (!announce || announce.cookie === this.#cookie) return
    const address = formatAddress(from.host, announce.port)
    for (const infoHash of announce.infoHashes) {
      if (!this.#looking.includes(infoHash)) continue
      const said = { sender: from.host, infoHash, address, cookie: announce.cookie }
      const sighting = this.#sightings.note(said, nowMs)
      if (sighting === undefined) continue
      if (sighting === 'new') for (const { schedule } of outlets) schedule.answer(infoHash, nowMs)
      this.#parts.peer.found(infoHash, [address], 'local', from.host)
    }
  }

  #tell(state: { readonly on: boolean; readonly detail: string | null }): void {
    if (state.on === this.#told.on && state.detail === this.#told.detail) return
    this.#told = state
    this.#parts.observe({ type: 'discovery-changed', way: 'local', ...state })
  }
}
