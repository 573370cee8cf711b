import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { RateWindow } from './rate-window.ts'

const minuteMs = 60_000
const limits = { perSender: 60, inAll: 600, windowMs: minuteMs }
const maxRemembered = 2_000
// A burst at joining counts once.
const againAfterMs = minuteMs
// Who was silent for two announces (BEP 14: every 5 minutes) is somebody new.
const newAfterMs = 10 * minuteMs

interface Sighting {
  toldAtMs: number
  heardAtMs: number
}

/** Whom discovery has heard of: what is new, what is worth saying again, and what is too much. */
export class Sightings {
  readonly #rate = new RateWindow(limits)
  readonly #known = new Map<string, Sighting>()

  /** Somebody says that there is a peer at that address; undefined when that was told lately, or too much is said. */
  note(sender: string, infoHash: InfoHash, address: Address, nowMs: number): 'new' | 'again' | undefined {
    const key = `${infoHash} ${address}`
    const known = this.#known.get(key)
    const isNew = known === undefined || nowMs - known.heardAtMs >= newAfterMs
    if (known) known.heardAtMs = nowMs
    if (!isNew && nowMs - known.toldAtMs < againAfterMs) return undefined
    if (!this.#rate.admits(sender, nowMs)) return undefined
    this.#remember(key, { toldAtMs: nowMs, heardAtMs: nowMs })
    return isNew ? 'new' : 'again'
  }

  #remember(key: string, sighting: Sighting): void {
    // To the end of the order: the first is the one that was told longest ago.
    this.#known.delete(key)
    this.#known.set(key, sighting)
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxRemembered && oldest !== undefined) this.#known.delete(oldest)
  }
}
