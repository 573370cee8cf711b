import { encodedLength, type KnownMessage, writeMessage } from '../../src-shared/wire/message-table.ts'
import type { Clock } from '../clock.ts'
import type { Link } from './link.ts'
import type { LinkSet } from './link-set.ts'
import { isOurKind } from './peer-id.ts'

// Nobody notices, and of a fast download several pieces are told together.
const soonMs = 20
// A message takes both ends a tenth of a ms, however many pieces it tells of: less than a hundredth of the time will do, as long
// as nobody waits for long. Simulated, 25 peers lose one or two in a hundred by a third of a second.
const restMsPerTold = 15
const mostRestMs = 500
// Where thousands lack what we get, so many of them are told in a ms, and so many are looked at.
const toldPerMs = 10
const seenPerMs = 50
// Who can wait has its turn within so many ticks.
const lateTicks = 40
const lateAtLeast = 25

type ToldLink = Pick<
  Link,
  'remoteId' | 'remote' | 'dialled' | 'faulty' | 'remotePieces' | 'tellHaves' | 'tellAllPieces' | 'setUploadOnly'
>

/**
 * Tells the links of a swarm which pieces are ours now, and that we want nothing more. Who lacks none of them, as most do that
 * have everything, needs no haves (BEP 3): it hears of them some time later, so that whoever looks at it sees how far we are.
 * Our own kind hears at once: its screen shows everybody's pieces. In the course two peers have a link each way, and each
 * downloads over the one that it dialled: there it hears, and not over the other one, too.
 */
export class HaveRounds {
  readonly #links: LinkSet<ToldLink>
  readonly #clock: Clock
  #pieces: number[] = []
  /** How many of them have gone round. */
  #gone = 0
  /** Who was not told, and from which of them on; whose turn is next comes first. */
  readonly #behind = new Map<ToldLink, number>()
  /** Whose remote heard the latest over its own link to us. */
  readonly #toldElsewhere = new Set<ToldLink>()
  #isComplete: boolean
  #nextAtMs = 0
  #stopTimer: (() => void) | undefined
  #haves: { readonly from: number; readonly end: number; readonly bytes: Uint8Array } | undefined

  constructor(links: LinkSet<ToldLink>, clock: Clock, isComplete: boolean) {
    this.#links = links
    this.#clock = clock
    this.#isComplete = isComplete
  }

  /** Whether we want nothing more, as all links were told, or will be. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /** It need not be told any more; another one to the same remote may have to be. */
  gone(link: ToldLink): void {
    this.#behind.delete(link)
    this.#toldElsewhere.delete(link)
    for (const other of this.#links.to(link.remoteId)) {
      if (this.#toldElsewhere.delete(other)) other.tellAllPieces()
    }
  }

  /** A piece is ours now. */
  verified(piece: number): void {
    this.#pieces.push(piece)
    const waitMs = Math.max(soonMs, this.#nextAtMs - this.#clock.nowMs())
    this.#stopTimer ??= this.#clock.after(waitMs, () => this.#goRound())
  }

  /** All that is wanted is here, or no longer is (BEP 21). */
  completed(isComplete: boolean): void {
    if (this.#stopTimer) this.#goRound()
    this.#isComplete = isComplete
    for (const link of this.#links) {
      // Whoever would have closed a link without use must hear at once that it is of use again.
      if (isComplete && this.#canWait(link, [])) this.#wait(link, this.#gone)
      else this.#tell(link, this.#behind.get(link) ?? this.#gone)
    }
  }

  /** Tells those of whom it is time. */
  tick(): void {
    let turns = Math.max(lateAtLeast, Math.ceil(this.#behind.size / lateTicks))
    for (const [link, from] of this.#behind) {
      if (turns-- === 0) return
      this.#tell(link, from)
    }
    // Nobody is behind.
    this.#pieces.splice(0, this.#gone)
    this.#gone = 0
    this.#haves = undefined
  }

  stop(): void {
    this.#stopTimer?.()
  }

  #goRound(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    const from = this.#gone
    const news = this.#pieces.slice(from)
    this.#gone = this.#pieces.length
    let told = 0
    for (const link of this.#links) {
      if (this.#hearsElsewhere(link)) this.#toldElsewhere.add(link)
      else if (this.#toldElsewhere.delete(link)) link.tellAllPieces()
      else if (this.#canWait(link, news)) this.#wait(link, from)
      else {
        this.#tell(link, this.#behind.get(link) ?? from)
        told++
      }
    }
    const takesMs = Math.ceil(told / toldPerMs + this.#links.size / seenPerMs)
    this.#nextAtMs = this.#clock.nowMs() + takesMs + Math.min(mostRestMs, told * restMsPerTold)
  }

  #hearsElsewhere({ dialled, remote, remoteId }: ToldLink): boolean {
    return (
      dialled && remote.lab && this.#links.to(remoteId).some((other) => !other.dialled && !other.faulty.faults.frozen)
    )
  }

  #canWait({ remoteId, remotePieces }: ToldLink, news: readonly number[]): boolean {
    if (isOurKind(remoteId)) return false
    return (
      remotePieces.size === remotePieces.count || (news.length > 0 && news.every((piece) => remotePieces.has(piece)))
    )
  }

  #wait(link: ToldLink, from: number): void {
    if (!this.#behind.has(link)) this.#behind.set(link, from)
  }

  #tell(link: ToldLink, from: number): void {
    this.#behind.delete(link)
    if (from < this.#gone) link.tellHaves(this.#havesFrom(from))
    link.setUploadOnly(this.#isComplete)
  }

  // As a rule the same for all.
  #havesFrom(from: number): Uint8Array {
    const end = this.#gone
    if (this.#haves?.from !== from || this.#haves.end !== end) {
      this.#haves = { from, end, bytes: encodeHaves(this.#pieces.slice(from, end)) }
    }
    return this.#haves.bytes
  }
}

function encodeHaves(pieces: readonly number[]): Uint8Array {
  const messages = pieces.map((piece): KnownMessage => ({ name: 'have', piece }))
  const bytes = new Uint8Array(messages.reduce((sum, message) => sum + encodedLength(message), 0))
  let at = 0
  for (const message of messages) {
    writeMessage(message, bytes, at)
    at += encodedLength(message)
  }
  return bytes
}
