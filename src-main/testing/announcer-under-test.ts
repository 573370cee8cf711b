import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { seededRandom } from '../random.ts'
import { Announcer } from '../tracker/announcer.ts'
import type { AnnouncedSwarm } from '../tracker/announcer-torrent.ts'
import { AskError, givenUp } from '../tracker/ask-error.ts'
import type { TrackerQuestion } from '../tracker/tracker-question.ts'
import { ManualClock } from './manual-clock.ts'

export const infoHash = 'ab'.repeat(20) as InfoHash
export const [a, b, c] = ['http://a/announce', 'udp://b:1', 'http://c/announce'] as const
export const ownUrl = 'http://10.0.0.7:5000/announce'

/** A swarm with one tracker, where something is lacking. */
export const alone: AnnouncedSwarm = {
  infoHash,
  trackers: [[a]],
  isPrivate: false,
  uploadedBytes: 0,
  downloadedBytes: 0,
  leftBytes: 100,
  complete: false,
  wantsPeers: false,
}

/** What a tracker answers that knows nobody. */
export const good: TrackerAnswer = {
  intervalSec: 600,
  minIntervalSec: null,
  seeders: 1,
  leechers: 2,
  peers: [],
  warning: null,
  trackerId: null,
}

interface Asked extends TrackerQuestion {
  readonly url: string
  readonly atSec: number
}

/** An announcer among trackers that answer as a test wants it, in virtual time. */
export class AnnouncerUnderTest {
  readonly clock = new ManualClock()
  readonly asked: Asked[] = []
  readonly facts: SwarmFact[] = []
  readonly told: { readonly addresses: readonly Address[]; readonly url: string }[] = []
  port = 5000
  own: string | null = null
  /** What a tracker answers; a sentence: it fails with that. `delaySec` passes before, if it is not given up. */
  answers: Record<string, TrackerAnswer | string | AskError> = {}
  delaySec = 0.001
  swarms: readonly AnnouncedSwarm[] = [alone]
  readonly announcer = new Announcer({
    clock: this.clock,
    random: seededRandom(1),
    self: 'cd'.repeat(20) as PeerId,
    port: () => this.port,
    ask: (url, question, signal) => this.#ask(url, question, signal),
    ownUrl: () => this.own,
    onPeers: (_, addresses, url) => this.told.push({ addresses, url }),
    observe: (fact) => this.facts.push(fact),
  })

  /** Lets so many seconds pass, with a tick at the beginning and after each. */
  async pass(seconds: number): Promise<void> {
    this.announcer.tick(this.swarms)
    for (let i = 0; i < seconds; i++) {
      await this.clock.advance(1000)
      this.announcer.tick(this.swarms)
    }
  }

  change(facts: Partial<AnnouncedSwarm>): void {
    this.swarms = this.swarms.map((swarm) => ({ ...swarm, ...facts }))
  }

  /** Who was asked, with which event, and when; then it is forgotten. */
  heard(): string[] {
    return this.asked.splice(0).map(({ url, event, atSec }) => `${atSec} ${url} ${event ?? '-'}`)
  }

  factsOf<Type extends SwarmFact['type']>(type: Type): Extract<SwarmFact, { type: Type }>[] {
    return this.facts.filter((fact): fact is Extract<SwarmFact, { type: Type }> => fact.type === type)
  }

  ended() {
    const ended = this.factsOf('announce-ended')
    return ended.map(({ url, event, outcome, nextInMs }) => ({ url, event, outcome, nextInMs }))
  }

  #ask(url: string, question: TrackerQuestion, signal: AbortSignal): Promise<TrackerAnswer> {
    this.asked.push({ url, atSec: Math.round(this.clock.nowMs() / 1000), ...question })
    return new Promise((resolve, reject) => {
      const given = this.answers[url] ?? good
      const answer = typeof given === 'string' ? new AskError(given) : given
      this.clock.after(this.delaySec * 1000, () => (answer instanceof AskError ? reject(answer) : resolve(answer)))
      signal.addEventListener('abort', () => reject(givenUp()))
    })
  }
}
