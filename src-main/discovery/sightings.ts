import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { RateWindow } from './rate-window.ts'

const minuteMs = 60_000
const limits = { perSender: 60, inAll: 600, windowMs: minuteMs }
const maxRemembered = 2_000
// A burst at joining counts once.
const againAfterMs = minuteMs
// Who was silent for two announces (BEP 14: every 5 minutes) is somebody new.
const newAfterMs = 10 * minuteMs

/** What somebody said. */
export interface Said {
  /** The IP address that it came from. */
  readonly sender: string
  readonly infoHash: InfoHash
  /** Where it says that it listens. */
  readonly address: Address
  /** What is the same in all that one program says; null when it does not tell. */
  readonly cookie: string | null
}

interface Sighting {
  toldAtMs: number
  heardAtMs: number
}

/** Whom discovery has heard of: what is new, what is worth saying again, and what is too much. */
export class Sightings {
  readonly #rate = new RateWindow(limits)
  readonly #known = new Map<string, Sighting>()
  // By IPv4: when each program was heard last.
  readonly #byIpv4 = new Map<string, number>()

  /** Notes what was said; undefined when it was told lately or is another way to the same program, or too much is said. */
  note(said: Said, nowMs: number): 'new' | 'again' | undefined {
    return this.#isIpv6Twin(said, nowMs) ? undefined : this.#note(said, nowMs)
  }

  // A program on both kinds of address would be dialled twice, the second time in vain. Only what is heard by IPv4 silences
  // the other: so nobody who borrows a cookie can silence its program.
  #isIpv6Twin({ infoHash, address, cookie }: Said, nowMs: number): boolean {
    if (cookie === null) return false
    const key = `${infoHash} ${cookie}`
    const isIpv6 = address.startsWith('[')
    if (isIpv6) return nowMs - (this.#byIpv4.get(key) ?? Number.NEGATIVE_INFINITY) < newAfterMs
    putLast(this.#byIpv4, key, nowMs)
    return false
  }

  #note({ sender, infoHash, address }: Said, nowMs: number): 'new' | 'again' | undefined {
    const key = `${infoHash} ${address}`
    const known = this.#known.get(key)
    const isNew = known === undefined || nowMs - known.heardAtMs >= newAfterMs
    if (known) known.heardAtMs = nowMs
    if (!isNew && nowMs - known.toldAtMs < againAfterMs) return undefined
    if (!this.#rate.admits(sender, nowMs)) return undefined
    putLast(this.#known, key, { toldAtMs: nowMs, heardAtMs: nowMs })
    return isNew ? 'new' : 'again'
  }
}

/** Puts an entry at the end of the order, and forgets the first, which was put longest ago, when there are too many. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > maxRemembered && oldest !== undefined) map.delete(oldest)
}
