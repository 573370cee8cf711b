import type { Random } from '../random.ts'
import { AnnounceSchedule } from './announce-schedule.ts'
import { type Joined, type Multicast, MulticastError, type OpenMulticast, type Outlet } from './multicast.ts'
import { multicastFailureSentence } from './multicast-failure.ts'
import { outletsFor } from './own-outlets.ts'

/** An outlet that takes part, and what is due there: a network that is joined later hears everything from the start. */
export interface OpenOutlet {
  readonly outlet: Outlet
  readonly schedule: AnnounceSchedule
  send(bytes: Uint8Array): void
}

interface Entry {
  readonly outlet: Outlet
  readonly schedule: AnnounceSchedule
  joined: Joined | undefined
  isJoining: boolean
  /** The system's code, while the latest join or datagram failed. */
  failure: string | undefined
}

/** What outlets hand on, and what they need. */
export interface OutletsParts {
  readonly network: Multicast
  readonly random: Random
  /** Where the server listens. */
  readonly host: string
  readonly onDatagram: Parameters<Multicast['open']>[0]
  /** A network was joined. */
  readonly onJoined: () => void
}

/** Takes part in local discovery on every interface there is, as interfaces come and go. */
export class Outlets {
  readonly #parts: OutletsParts
  readonly #groups: OpenMulticast
  readonly #entries = new Map<string, Entry>()
  #closed = false

  constructor(parts: OutletsParts) {
    this.#parts = parts
    this.#groups = parts.network.open(parts.onDatagram)
  }

  /** Those that take part now. */
  get open(): OpenOutlet[] {
    return [...this.#entries.values()].flatMap((entry) => {
      const { outlet, schedule, joined } = entry
      if (!joined) return []
      const send = (bytes: Uint8Array) =>
        joined.send(bytes, (failure) => {
          entry.failure = failure
        })
      return [{ outlet, schedule, send }]
    })
  }

  /** True while it is not known of every interface whether it can be used. */
  get isOpening(): boolean {
    return [...this.#entries.values()].some(({ isJoining, failure }) => isJoining && failure === undefined)
  }

  /** Whether anything can be sent and heard, and one sentence where something cannot. */
  get state(): { readonly on: boolean; readonly detail: string | null } {
    const entries = [...this.#entries.values()]
    const working = entries.filter(({ joined, failure }) => joined && failure === undefined)
    if (working.length === 0) return { on: false, detail: whyNothing(entries) }
    if (working.every(({ outlet }) => outlet.isLoopback)) return { on: true, detail: aloneSentence }
    const isServed = ({ outlet }: Entry) => working.some((other) => other.outlet.name === outlet.name)
    const failed = entries.find((entry) => entry.failure !== undefined && !isServed(entry))
    if (failed?.failure === undefined) return { on: true, detail: null }
    return { on: true, detail: `Not on ${failed.outlet.name}. ${multicastFailureSentence(failed.failure)}` }
  }

  /** Looks again at which interfaces there are: joins what is new, or failed, and leaves what is gone. */
  refresh(): void {
    const wanted = new Map(
      outletsFor(this.#parts.host, this.#parts.network.outlets()).map((outlet) => [keyOf(outlet), outlet]),
    )
    for (const [key, entry] of this.#entries) {
      if (wanted.has(key)) continue
      this.#entries.delete(key)
      entry.joined?.leave()
    }
    for (const [key, outlet] of wanted) {
      const entry = this.#entries.get(key) ?? this.#add(key, outlet)
      if (!entry.joined && !entry.isJoining) void this.#join(key, entry)
    }
  }

  close(): void {
    this.#closed = true
    for (const { joined } of this.#entries.values()) joined?.leave()
    this.#entries.clear()
    this.#groups.close()
  }

  #add(key: string, outlet: Outlet): Entry {
    const schedule = new AnnounceSchedule(this.#parts.random)
    const entry: Entry = { outlet, schedule, joined: undefined, isJoining: false, failure: undefined }
    this.#entries.set(key, entry)
    return entry
  }

  async #join(key: string, entry: Entry): Promise<void> {
    entry.isJoining = true
    try {
      const joined = await this.#groups.join(entry.outlet)
      // It may have gone away meanwhile.
      if (this.#closed || this.#entries.get(key) !== entry) return joined.leave()
      entry.joined = joined
      entry.failure = undefined
      this.#parts.onJoined()
    } catch (error) {
      if (!(error instanceof MulticastError)) throw error
      entry.failure = error.code
    } finally {
      entry.isJoining = false
    }
  }
}

const aloneSentence = 'This computer is on no network, so only programs on this computer find each other.'

function whyNothing(entries: readonly Entry[]): string {
  const [failure] = entries.flatMap((entry) => entry.failure ?? [])
  if (failure !== undefined) return multicastFailureSentence(failure)
  return 'This computer is on no network where peers could be found. It goes on by itself once there is one.'
}

function keyOf({ name, family, address }: Outlet): string {
  return `${name} ${family} ${address}`
}
