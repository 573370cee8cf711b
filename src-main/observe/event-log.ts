import type { FeedMessage } from '../../src-shared/bridge.ts'
import type { SwarmEvent, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { latestEvents } from '../../src-shared/swarm/latest-events.ts'
import type { Unseen } from '../../src-shared/swarm/patch.ts'
import { reduceAll } from '../../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../../src-shared/swarm/view.ts'
import type { Subscription } from '../bridge-host.ts'
import type { Clock } from '../clock.ts'

// About 30 batches a second: smooth to look at, cheap to send.
const batchMs = 33
// The peers come first: of their time the screens take no more than this, as long as one batch in unwatchedMs is within it.
const mostShare = 0.02
const newestCounts = 0.2
// Whoever has just acted looks for what comes of it.
const hurryMs = 1_000
// As long as nobody can take the next batch, folding can wait for more at once; but not for much more, which garbage collection
// would take for old.
const unwatchedMs = 250
const maxUnwatched = 1_000
// Of more than this only the latest of each waits on for a screen that lags behind.
const maxWaiting = 5_000
// One message brings no more, so that a screen can draw between two.
const mostInMessage = 2_000
// A screen that has taken nothing for so long gets the view afresh, and so does one for which more would wait than the view
// has peers and links: what waits stays bounded.
const stalledMs = 2_000

// Of a flood within one batch these may go, and how many went is told: the next of the same kind says how things are by
// then. What is lost for good are the bytes of link-transferred in the totals, and the lines of piece-rejected.
const superseded: ReadonlySet<SwarmFact['type']> = new Set([
  'link-transferred',
  'link-flags',
  'link-identified',
  'member-updated',
  'tracker-broadcast',
  'piece-rejected',
  'choke-round',
  'routing-table',
  'pieces-in-flight',
  'magnet-progressed',
  'check-progressed',
])

/** Whom a fact that shows in nothing but numbers and bars is about; undefined for every other fact. */
function toldOf(fact: SwarmFact): PeerId | undefined {
  switch (fact.type) {
    case 'member-updated':
      return fact.member.id
    case 'link-identified':
      return fact.remote.id
    case 'remote-pieces':
    case 'remote-haves':
      return fact.peer
    default:
      return undefined
  }
}

interface Screen {
  readonly deliver: (message: FeedMessage) => void
  ready: boolean
  needsView: boolean
  waiting: SwarmEvent[]
  /** So many may wait before they are gone through again. */
  mostWaiting: number
  servedAtMs: number
}

/** Numbers and dates what the peers of this process see, folds it into the view, and feeds the screens in batches. */
export class EventLog {
  readonly #clock: Clock
  readonly #load: () => number
  readonly #screens = new Set<Screen>()
  readonly #running = new Set<PeerId>()
  #view: View = emptyView
  /** What of it no screen was given: as a rule most of it for hours, and of ten thousand swarms it need not be copied each time. */
  #unseen: Unseen = new WeakSet()
  #pending: SwarmEvent[] = []
  #seq = 0
  #dropped = 0
  #flushedAtMs = 0
  /** What folding a batch and handing it to the screens takes, on average. */
  #costMs = 0
  #hurriesUntilMs = 0
  #stopWaiting: (() => void) | undefined

  /** `load` answers what part of the computer this process takes, from 0 to 1, which screens are told. */
  constructor(clock: Clock, load: () => number = () => 0) {
    this.#clock = clock
    this.#load = load
  }

  /** Somebody has a screen open. */
  get isWatched(): boolean {
    return this.#screens.size > 0
  }

  /** Everything up to now. */
  get view(): View {
    this.#flush()
    return this.#shown()
  }

  observe(observer: PeerId, fact: SwarmFact): void {
    const about = toldOf(fact)
    // It tells of itself, so others' word changes nothing; and where all know each other, most of what happens is that.
    if (about !== undefined && this.#running.has(about)) return
    if (fact.type === 'peer-started') this.#running.add(observer)
    if (fact.type === 'peer-stopped') this.#running.delete(observer)
    if (this.#pending.length >= maxWaiting && superseded.has(fact.type)) this.#dropped++
    else this.#number(observer, fact)
    if (this.#pending.length === maxUnwatched) this.#flushIn(0)
    else if (!this.#stopWaiting) this.#flushIn(this.#isAwaited ? this.#batchMs : unwatchedMs)
  }

  /** Somebody has acted: for a second batches come as often as they may, whatever they cost. */
  hurry(): void {
    this.#hurriesUntilMs = this.#clock.nowMs() + hurryMs
    if (this.#isAwaited) this.#hasten()
  }

  subscribe(deliver: (message: FeedMessage) => void): Subscription {
    this.#flush()
    const fresh = { ready: true, needsView: true, waiting: [], mostWaiting: maxWaiting, servedAtMs: 0 }
    const screen: Screen = { deliver, ...fresh }
    this.#screens.add(screen)
    this.#serve(screen)
    return {
      ready: () => {
        screen.ready = true
        this.#serve(screen)
        if (screen.ready && this.#screens.has(screen)) this.#hasten()
      },
      end: () => void this.#screens.delete(screen),
    }
  }

  /** A screen can take the next batch at once; one that is stalled costs no more than nobody does. */
  get #isAwaited(): boolean {
    for (const { ready } of this.#screens) if (ready) return true
    return false
  }

  /** What has begun to wait with no screen ready goes as soon as if it had been. */
  #hasten(): void {
    if (!this.#stopWaiting) return
    this.#flushIn(Math.max(0, this.#flushedAtMs + this.#batchMs - this.#clock.nowMs()))
  }

  /** How long a batch of the usual cost is gathered. */
  get #batchMs(): number {
    if (this.#clock.nowMs() < this.#hurriesUntilMs) return batchMs
    return Math.min(unwatchedMs, Math.max(batchMs, this.#costMs / mostShare))
  }

  #flushIn(delayMs: number): void {
    this.#stopWaiting?.()
    this.#stopWaiting = this.#clock.after(delayMs, () => this.#flush())
  }

  #number(observer: PeerId, fact: SwarmFact): void {
    this.#pending.push({ ...fact, seq: ++this.#seq, atMs: this.#clock.nowMs(), observer })
  }

  #flush(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
    const last = this.#pending.at(-1)
    if (last && this.#dropped > 0) this.#number(last.observer, { type: 'events-dropped', count: this.#dropped })
    this.#dropped = 0
    const events = this.#pending
    if (events.length === 0) return
    this.#pending = []
    this.#flushedAtMs = this.#clock.nowMs()
    this.#view = reduceAll(this.#view, events, this.#unseen)
    for (const screen of this.#screens) {
      if (!screen.needsView) this.#keepFor(screen, events)
      this.#serve(screen)
    }
    this.#costMs += newestCounts * (this.#clock.nowMs() - this.#flushedAtMs - this.#costMs)
  }

  get #viewSize(): number {
    return Object.keys(this.#view.peers).length + Object.keys(this.#view.links).length
  }

  #keepFor(screen: Screen, events: readonly SwarmEvent[]): void {
    screen.waiting = screen.waiting.concat(events)
    if (screen.waiting.length <= screen.mostWaiting) return
    const isStalled = this.#clock.nowMs() - screen.servedAtMs > stalledMs
    screen.waiting = isStalled ? [] : latestEvents(screen.waiting)
    screen.needsView = isStalled || screen.waiting.length > maxWaiting + this.#viewSize
    if (screen.needsView) screen.waiting = []
    // To go through all of them at each batch would cost more than it saves.
    screen.mostWaiting = maxWaiting + 2 * screen.waiting.length
  }

  /** The view, for others, who may keep it. */
  #shown(): View {
    this.#unseen = new WeakSet()
    return this.#view
  }

  #serve(screen: Screen): void {
    if (!screen.ready || !this.#screens.has(screen) || (!screen.needsView && screen.waiting.length === 0)) return
    screen.ready = false
    const { waiting, needsView } = screen
    screen.waiting = waiting.slice(mostInMessage)
    screen.needsView = false
    // Never more than before: what waits of a screen that falls behind a little each time would not be gone through else.
    screen.mostWaiting = Math.min(screen.mostWaiting, maxWaiting + 2 * screen.waiting.length)
    screen.servedAtMs = this.#clock.nowMs()
    const events = waiting.slice(0, mostInMessage)
    if (needsView) screen.deliver({ kind: 'view', view: this.#shown() })
    else screen.deliver({ kind: 'events', events, load: this.#load() })
  }
}
