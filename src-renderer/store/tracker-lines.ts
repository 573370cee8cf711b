import { formatDuration } from '../../src-shared/byte-size.ts'
import { cleanText } from '../../src-shared/clean-text.ts'
import { answerWords } from '../../src-shared/swarm/announce-words.ts'
import type { TrackerContact } from '../../src-shared/swarm/view.ts'
import type { ShownFinding } from './shown-finding.ts'
import { counted } from './summary.ts'

/** One tracker of a swarm in words. */
export interface TrackerLine {
  readonly contact: TrackerContact
  /** Unique among the lines. */
  readonly key: string
  readonly tone: 'waiting' | 'answered' | 'failing' | 'idle'
  readonly words: string
  /** What the tracker itself wants a person to know. */
  readonly warning: string | null
}

type Saying = Pick<TrackerLine, 'tone' | 'words' | 'warning'>

// Both come from outside: a torrent, a tracker.
const longestWarning = 300

/** The trackers that a peer asks, its own first, then in the order in which they are asked (BEP 12). */
export function trackerLines({ peer, infoHash }: Pick<ShownFinding, 'peer' | 'infoHash'>): TrackerLine[] {
  const contacts = peer.trackers[infoHash] ?? []
  const ordered = [...contacts].sort((one, other) => Number(other.own) - Number(one.own) || one.tier - other.tier)
  const listed = peer.tracker?.lists[infoHash]
  return ordered.map((contact, index) => ({
    contact,
    key: `${contact.url} ${index}`,
    ...(contact.own ? sayingOfOwn(listed) : saying(contact, contacts)),
  }))
}

function sayingOfOwn(listed: number | undefined): Saying {
  const list = listed === undefined ? '' : ` It lists ${counted(listed, 'peer')} in this swarm now.`
  return {
    tone: 'idle',
    words: `This peer’s own tracker: it has the list itself, and needs no asking.${list}`,
    warning: null,
  }
}

function saying(contact: TrackerContact, all: readonly TrackerContact[]): Saying {
  const { asking, outcome } = contact
  if (asking) return { tone: 'waiting', words: 'It is being asked now…', warning: null }
  if (outcome === null) return { tone: 'idle', words: notAskedYet(contact, all), warning: null }
  if (!outcome.ok) return { tone: 'failing', words: outcome.detail, warning: null }
  const warning = outcome.warning === null ? null : cleanText(outcome.warning, longestWarning)
  return { tone: 'answered', words: `It ${answerWords(outcome)}.`, warning }
}

function notAskedYet({ tier }: TrackerContact, all: readonly TrackerContact[]): string {
  if (all.some(({ outcome }) => outcome?.ok)) return 'Not asked: it is for when the one that answers fails (BEP 12).'
  const hasBefore = all.some((other) => !other.own && other.tier < tier)
  return hasBefore ? 'Not asked yet: those of the tiers before it come first (BEP 12).' : 'Not asked yet.'
}

/** When a tracker is asked next, in words; null for one that needs no asking, or is being asked. */
export function nextWords({ own, asking, outcome, nextAtMs }: TrackerContact, nowMs: number): string | null {
  if (own || asking) return null
  if (nextAtMs === null) return outcome === null ? null : 'not asked for now'
  const seconds = Math.ceil((nextAtMs - nowMs) / 1000)
  return seconds <= 0 ? 'asked again any moment' : `asked again in ${formatDuration(seconds)}`
}

/** Why the trackers cannot be asked now; undefined when they can. */
export function whyNotAsk({ peer, membership, infoHash }: ShownFinding): string | undefined {
  const contacts = peer.trackers[infoHash] ?? []
  if (!peer.running) return `${peer.name} is stopped. Start it again first.`
  if (membership !== null && membership.state !== 'active')
    return `${peer.name} takes no part in this swarm now (${membership.state}).`
  if (contacts.length === 0) return 'There is no tracker to ask.'
  if (contacts.every(({ own }) => own)) return 'Only this peer’s own tracker is there, and it needs no asking.'
  return contacts.some(({ asking }) => asking) ? 'A tracker is being asked just now.' : undefined
}
