import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { PeerSettings, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Clock } from '../clock.ts'
import type { Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { DhtDiscovery } from './dht-discovery.ts'
import { isOfThisComputer, openDhtNode } from './dht-node.ts'
import { LocalDiscovery } from './local-discovery.ts'
import type { Multicast } from './multicast.ts'
import type { Seeker, Wish } from './seeker.ts'

/** What the command line says of discovery, whatever the settings say. */
export interface DiscoveryOptions {
  /** False: local discovery stays off. */
  localDiscovery?: boolean
  /** True: the DHT is on. */
  dht?: boolean
  /** Nodes of the DHT to begin with, hosts by IPv4 address or name, in place of well-known ones on the Internet. */
  dhtBootstrap?: readonly Endpoint[]
}

/** What the settings say of it. */
export type DiscoverySettings = Pick<PeerSettings, 'openToNetwork' | 'localDiscovery' | 'dht'>

/** What discovery needs; `howToOpen` tells how other computers are let in: one sentence. */
export interface DiscoveryParts {
  readonly peer: Seeker
  readonly transport: Transport
  readonly multicast: Multicast
  readonly clock: Clock
  readonly random: Random
  readonly options: DiscoveryOptions
  readonly settings: () => DiscoverySettings
  readonly howToOpen: string
  readonly observe: (fact: SwarmFact) => void
}

const tickMs = 250

/** Finds peers for one peer beside its trackers and peer exchange: by local discovery, and by the DHT where asked for. */
export class Discovery {
  readonly #clock: Clock
  readonly #local: LocalDiscovery
  readonly #dht: DhtDiscovery
  #cancel: (() => void) | undefined

  constructor(parts: DiscoveryParts) {
    const { peer, transport, multicast, clock, random, options, settings, observe } = parts
    const bootstrap = options.dhtBootstrap ?? null
    this.#clock = clock
    const localWish = () => wishOfLocal(settings(), parts)
    this.#local = new LocalDiscovery({ peer, network: multicast, clock, random, wish: localWish, observe })
    this.#dht = new DhtDiscovery({
      peer,
      clock,
      random,
      open: ({ onPeer }) => openDhtNode({ transport, bootstrap, onPeer }),
      wish: () => (options.dht || settings().dht ? { on: true } : { on: false, why: null }),
      mayTell: () => settings().openToNetwork || isOfThisComputer(bootstrap),
      observe,
    })
  }

  /** Follows what its peer sees: it runs while the peer does. */
  hear(fact: SwarmFact): void {
    if (fact.type === 'peer-started') this.start()
    if (fact.type === 'peer-stopped') this.stop()
  }

  start(): void {
    this.#cancel ??= this.#clock.after(tickMs, () => this.#tick())
  }

  /** Closes every socket. Nothing is told: what stops finds nobody. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#local.stop()
    this.#dht.stop()
  }

  #tick(): void {
    this.#cancel = this.#clock.after(tickMs, () => this.#tick())
    this.#local.tick()
    this.#dht.tick()
  }
}

function wishOfLocal(settings: DiscoverySettings, { options, howToOpen }: DiscoveryParts): Wish {
  if (!settings.localDiscovery) return { on: false, why: null }
  if (options.localDiscovery === false) {
    return { on: false, why: 'It was switched off when this program started, with --no-local-discovery.' }
  }
  if (!settings.openToNetwork) return { on: false, why: `The server listens on this computer only. ${howToOpen}` }
  return { on: true }
}
