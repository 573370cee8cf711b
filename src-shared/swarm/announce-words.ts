import { formatDuration } from '../byte-size.ts'
import { cleanText } from '../clean-text.ts'
import type { AnnounceEvent, AnnounceOutcome, SwarmEvent } from './events.ts'

type AnnounceEnded = Extract<SwarmEvent, { type: 'announce-ended' }>

// A torrent makes an address as long as it likes, and a tracker its warning.
const longestUrl = 80
const longestWarning = 200

const announced: Readonly<Record<AnnounceEvent, string>> = {
  started: 'joins the swarm',
  completed: 'has everything',
  stopped: 'leaves the swarm',
}

/** What came of an announce in a sentence or two, with when that tracker is asked again. */
export function announceSentence({ url, event, outcome, nextInMs }: AnnounceEnded, observer: string): string {
  const tracker = `the tracker ${shownUrl(url)}`
  const asked =
    event === null
      ? `${observer} asked ${tracker} for peers`
      : `${observer} told ${tracker} that it ${announced[event]}`
  const next = nextInMs === null ? '' : ` It is asked again in ${formatDuration(nextInMs / 1000)}.`
  if (!outcome.ok) return `${asked}, in vain. ${outcome.detail}${next}`
  const named = event === 'stopped' ? '' : `, which ${answerWords(outcome)}`
  return `${asked}${named}.${warningWords(outcome)}${next}`
}

/** What a tracker answered: `named 3 peers and counts 1 seeder and 2 leechers`. */
export function answerWords({ peers, seeders, leechers }: Extract<AnnounceOutcome, { ok: true }>): string {
  const counts = [
    ...(seeders === null ? [] : [counted(seeders, 'seeder')]),
    ...(leechers === null ? [] : [counted(leechers, 'leecher')]),
  ]
  return `named ${counted(peers, 'peer')}${counts.length === 0 ? '' : ` and counts ${counts.join(' and ')}`}`
}

/** A tracker's address as a line of text has room for it. */
export function shownUrl(url: string): string {
  return cleanText(url, longestUrl)
}

function warningWords({ warning }: Extract<AnnounceOutcome, { ok: true }>): string {
  return warning === null ? '' : ` It warns: ${cleanText(warning, longestWarning)}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
