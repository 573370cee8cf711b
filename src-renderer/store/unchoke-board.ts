import { assertNever } from '../../src-shared/assert-never.ts'
import type { ChokeLine } from '../../src-shared/swarm/events.ts'
import type { InfoHash, LinkId } from '../../src-shared/swarm/ids.ts'
import type { ChokeRoundView, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'
import { valuesOf } from './values.ts'

/** Which of the slots somebody holds: counted from 1, or the optimistic one; null for none. */
export type Slot = number | 'optimistic' | null

/** A link by the local port that dialled it, and in a sentence: `P3’s client 6061 dialled P1.` */
export interface Via {
  readonly clientId: number
  readonly sentence: string
}

/** One line of the scoreboard. */
export interface BoardLine {
  readonly line: ChokeLine
  readonly name: string
  /** Which of the links between the two; null once that link is closed. */
  readonly via: Via | null
  readonly slot: Slot
  /** Its rate as a share of the fastest, from 0 to 1. */
  readonly share: number
  readonly why: string
}

/** The last round of choking at one peer, as a scoreboard. */
export interface UnchokeBoard {
  /** `Round 7, ranked by what they upload to P1`. */
  readonly title: string
  readonly interested: number
  readonly lines: readonly BoardLine[]
  /** Who was linked, or began to want something, after the round, and is choked until the next. */
  readonly waiting: readonly WaitingLine[]
}

/** Somebody whom the round did not rank yet. */
export type WaitingLine = Pick<ChokeLine, 'link' | 'peer'> & Pick<BoardLine, 'name' | 'via'>

// A round tells of no more (ChokeRound): of those beyond, nothing is known.
const mostLines = 50

/** The scoreboard of a round at one peer. */
export function unchokeBoard(view: View, peer: PeerView, infoHash: InfoHash, round: ChokeRoundView): UnchokeBoard {
  const fastest = Math.max(1, ...round.lines.map(({ rateBytesPerSec }) => rateBytesPerSec))
  const ranked = round.lines.filter(({ rank }) => rank !== null).length
  const by = round.rankedBy === 'download' ? `upload to ${peer.name}` : `download from ${peer.name}`
  let slots = 0
  return {
    title: `Round ${round.round}, ranked by ${
      round.rankedBy === 'download' ? `what they upload to ${peer.name}` : `what ${peer.name} uploads to them`
    }`,
    interested: round.lines.filter(({ reason }) => reason !== 'not-interested').length,
    lines: round.lines.map((line) => {
      const regular = line.unchoked && (line.reason === 'fast' || line.reason === 'free-slot')
      if (regular) slots++
      return {
        line,
        name: nameOf(view, line.peer),
        via: viaOf(view, line.link),
        slot: regular ? slots : line.unchoked && line.reason === 'optimistic' ? 'optimistic' : null,
        share: line.rateBytesPerSec / fastest,
        why: whySentence(line, ranked, by),
      }
    }),
    waiting: round.lines.length < mostLines ? waitingLines(view, peer, infoHash, round) : [],
  }
}

// Two of the course's peers have a link each way, so a name alone may stand there twice.
function viaOf(view: View, id: LinkId): Via | null {
  const key = view.linkKeys[id]
  const link = key && view.links[key]
  if (!link) return null
  const { clientId, dialler, acceptor } = link
  return { clientId, sentence: `${nameOf(view, dialler)}’s client ${clientId} dialled ${nameOf(view, acceptor)}.` }
}

function waitingLines(view: View, peer: PeerView, infoHash: InfoHash, { lines }: ChokeRoundView): WaitingLine[] {
  const ranked = new Set(lines.map(({ link }) => link))
  return valuesOf<LinkView>(view.links).flatMap((one) => {
    if (one.infoHash !== infoHash) return []
    const isDialler = one.dialler === peer.id
    const link = isDialler ? one.diallerLink : one.acceptor === peer.id ? one.acceptorLink : null
    if (link === null || ranked.has(link)) return []
    const [own, other] = isDialler ? [one.diallerFlags, one.acceptorFlags] : [one.acceptorFlags, one.diallerFlags]
    if (!own.choking || !other.interested) return []
    const whom = isDialler ? one.acceptor : one.dialler
    return [{ link, peer: whom, name: nameOf(view, whom), via: viaOf(view, link) }]
  })
}

function whySentence({ rank, reason }: ChokeLine, ranked: number, by: string): string {
  switch (reason) {
    case 'fast':
      return rank === null ? `unchoked: among the fastest by ${by}` : `unchoked: ${ordinal(rank)} of ${ranked} by ${by}`
    case 'optimistic':
      return 'unchoked by lot (optimistic): newcomers get a chance to show what they upload'
    case 'free-slot':
      return 'unchoked: a slot was free'
    case 'everybody':
      return 'unchoked: this profile chokes nobody'
    case 'slower':
      return `choked: ${fasterWords(rank)}, and it was not drawn by lot`
    case 'snubbed-us':
      return 'choked: it snubs us, for it sent nothing of what it owes us; it was not drawn by lot'
    case 'not-interested':
      return 'choked: it wants nothing on this link'
    default:
      return assertNever(reason)
  }
}

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

function fasterWords(rank: number | null): string {
  if (rank === null) return 'others are faster'
  if (rank === 2) return 'one other is faster'
  return `${numberWords[rank - 1] ?? rank - 1} others are faster`
}

/** `1st`, `2nd`, `11th`. */
export function ordinal(rank: number): string {
  const teen = rank % 100 >= 11 && rank % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th')
  return `${rank}${ending}`
}

/** Until the next round, in whole seconds; never below 0. */
export function secondsToNextRound({ atMs, nextInMs }: ChokeRoundView, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs + nextInMs - nowMs) / 1000))
}
