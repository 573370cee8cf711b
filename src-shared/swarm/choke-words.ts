import { assertNever } from '../assert-never.ts'
import { formatRate } from '../byte-size.ts'
import type { ChokingName } from './choking.ts'
import type { ChokeLine, ChokeRound } from './events.ts'
import type { PeerId } from './ids.ts'

const shortNames: Readonly<Record<ChokingName, string>> = { lab: 'lab', bep3: 'BEP 3', none: 'nobody is choked' }
// A class of sixty would fill the screen with who is choked.
const mostNamed = 8

/** A round of choking in a sentence: whom `observer` lets download and why, and whom not. */
export function chokeRoundSentence(round: ChokeRound, observer: string, names: (id: PeerId) => string): string {
  const words = (line: ChokeLine) => `${names(line.peer)}${whyWords(line)}`
  const unchoked = round.lines.filter((line) => line.unchoked).map(words)
  const choked = round.lines.filter((line) => !line.unchoked && isAbout(line)).map(words)
  const head = `${observer}, round ${round.round} (${shortNames[round.choking]}): unchoked ${listed(unchoked)}`
  return choked.length === 0 ? `${head}.` : `${head}; choked ${listed(choked)}.`
}

/** True for a round that a student would want to read: it changed something, or it chose among several. */
export function isNotable(round: ChokeRound, isFill: boolean): boolean {
  if (round.choking === 'none') return false
  const interested = round.lines.filter((line) => line.reason !== 'not-interested').length
  return round.lines.some((line) => line.changed) || (!isFill && interested >= 2)
}

// Who wants nothing is choked as a matter of course, and news only when that is new.
function isAbout({ reason, changed }: ChokeLine): boolean {
  return changed || reason !== 'not-interested'
}

function whyWords({ reason, rateBytesPerSec }: ChokeLine): string {
  switch (reason) {
    case 'fast':
      return ` (${formatRate(rateBytesPerSec)})`
    case 'optimistic':
      return ' by lot'
    case 'free-slot':
      return ' (a slot was free)'
    case 'everybody':
      return ''
    case 'slower':
      return ' (slower)'
    case 'snubbed-us':
      return ' (snubbed us)'
    case 'not-interested':
      return ' (not interested)'
    default:
      return assertNever(reason)
  }
}

function listed(words: readonly string[]): string {
  if (words.length === 0) return 'nobody'
  const more = words.length - mostNamed
  return more > 0 ? `${words.slice(0, mostNamed).join(', ')} and ${more} more` : words.join(', ')
}
