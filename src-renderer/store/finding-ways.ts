import type { FindingWay } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { nothingFound, type View } from '../../src-shared/swarm/view.ts'
import type { ShownFinding } from './shown-finding.ts'
import { counted } from './summary.ts'

/** One way by which a peer finds others, how it stands there, and why. */
export interface WayLine {
  readonly way: FindingWay
  readonly title: string
  readonly on: boolean
  /** Addresses found by it in this swarm. */
  readonly found: number
  /** Other peers of this swarm on the lists by which the course's trackers tell of them; 0 for any other way. */
  readonly listed: number
  readonly words: string
  /** What to know before it is switched on. */
  readonly warning: string | null
  /** The settings could change how it stands. */
  readonly inSettings: boolean
}

type Standing = Pick<WayLine, 'on' | 'words'> & Partial<Pick<WayLine, 'warning' | 'inSettings'>>

const titles: Readonly<Record<FindingWay, string>> = {
  tracker: 'Trackers',
  local: 'Local discovery',
  exchange: 'Peer exchange',
  dht: 'DHT',
}

const leakWarning = 'Any other client that joins a public torrent may tell the DHT of it, whatever is set here.'
const dhtWarning = `Joining it tells the whole world what is shared here, and at which address. ${leakWarning}`

/** The four ways, each with how the peer stands in this swarm. */
export function wayLines(view: View, shown: ShownFinding): WayLine[] {
  const found = shown.peer.found[shown.infoHash] ?? nothingFound
  return (['tracker', 'local', 'exchange', 'dht'] as const).map((way) => ({
    way,
    title: titles[way],
    found: found[way],
    listed: way === 'tracker' ? listedBeside(view, shown) : 0,
    warning: null,
    inSettings: false,
    ...standing(way, view, shown),
  }))
}

/** Whom it knows of in this swarm: the peers on the trackers' lists, and the addresses found by all ways. */
export function foundSentence(lines: readonly WayLine[]): string {
  const found = lines.reduce((sum, line) => sum + line.found, 0)
  const listed = lines.reduce((sum, line) => sum + line.listed, 0)
  const words = [
    ...(listed === 0 ? [] : [onLists(listed)]),
    ...(found === 0 ? [] : [`${addresses(found)} found so far`]),
  ]
  return words.join(', ') || 'no address found yet'
}

/** Whom one way found, in words: `found 2 addresses`, `3 peers on the trackers’ lists`. */
export function foundWords({ found, listed }: Pick<WayLine, 'found' | 'listed'>): string {
  const words = [...(found === 0 ? [] : [`found ${addresses(found)}`]), ...(listed === 0 ? [] : [onLists(listed)])]
  return words.join(', ') || 'found nobody'
}

/** `1 address`, `3 addresses`. */
export function addresses(count: number): string {
  return count === 1 ? '1 address' : `${count.toLocaleString('en-US')} addresses`
}

function onLists(peers: number): string {
  return `${counted(peers, 'peer')} on the trackers’ lists`
}

// Each of the course's peers has the list of its own tracker, which the others' trackers tell it of.
function listedBeside({ listings }: View, { peer, infoHash }: ShownFinding): number {
  return Object.entries<View['listings'][PeerId]>(listings).filter(
    ([id, swarms]) => id !== peer.id && swarms[infoHash]?.includes(peer.id),
  ).length
}

function standing(way: FindingWay, view: View, shown: ShownFinding): Standing {
  const resting = restingWords(shown)
  if (resting !== null) return { on: false, words: resting }
  if (way === 'tracker') return trackerStanding(shown)
  if (view.torrents[shown.infoHash]?.isPrivate)
    return { on: false, words: 'The torrent is private: its peers may come from its own tracker only (BEP 27).' }
  if (way === 'local') return localStanding(view, shown)
  return way === 'dht' ? dhtStanding(view, shown) : exchangeStanding
}

function restingWords({ peer, membership }: ShownFinding): string | null {
  if (!peer.running) return `${peer.name} is stopped.`
  if (membership === null || membership.state === 'active') return null
  return `${peer.name} takes no part in this swarm now (${membership.state}).`
}

function trackerStanding({ peer, infoHash, membership }: ShownFinding): Standing {
  const contacts = peer.trackers[infoHash] ?? []
  const others = contacts.filter(({ own }) => !own).length
  const tierAfterTier = others === 1 ? '' : ', tier after tier (BEP 12)'
  if (others > 0) return { on: true, words: `It asks ${counted(others, 'tracker')}${tierAfterTier}.` }
  if (contacts.length > 0 && membership !== null)
    return {
      on: true,
      words: 'Others ask its own tracker: hand out the announce URL, the .torrent or the magnet link.',
    }
  const what = membership === null ? 'This magnet link names no tracker' : 'This torrent names no tracker'
  return { on: false, words: `${what}: add a peer by IP, or have it found another way.` }
}

function localStanding({ settings, me }: View, { peer }: ShownFinding): Standing {
  const { on, detail } = peer.discovery.local
  if (on)
    return { on, words: detail ?? 'It tells this network by multicast what it shares, and hears others (BEP 14).' }
  // No setting helps there.
  if (detail?.includes('--no-local-discovery')) return { on, words: detail }
  const wanted = settings?.localDiscovery ?? true
  const open = settings?.openToNetwork ?? true
  if (!wanted) return { on, words: detail ?? 'Switched off in Settings.', inSettings: true }
  if (!open)
    return {
      on,
      words: detail ?? 'Its server listens on this computer only. Tick “Let other computers join” in Settings.',
      inSettings: true,
    }
  return {
    on,
    words: detail ?? (peer.id === me ? 'It does not run yet.' : 'This peer does not look for others by it.'),
  }
}

function dhtStanding({ settings, me }: View, { peer }: ShownFinding): Standing {
  const { on, detail } = peer.discovery.dht
  // What it is told of itself says what the world sees.
  if (on && detail !== null) return { on, words: detail, warning: leakWarning }
  const warning = dhtWarning
  if (on) return { on, words: 'It asks the distributed hash table who is in this swarm (BEP 5).', warning }
  if (settings?.dht === false) return { on, words: detail ?? 'Switched off in Settings.', warning, inSettings: true }
  const idle = peer.id === me ? 'It does not run yet.' : 'This peer does not look for others by it.'
  return { on, words: detail ?? idle, warning }
}

const exchangeStanding: Standing = {
  on: true,
  words: 'Other clients pass on whom they know (BEP 11). Between Swarmscope’s own peers the tracker’s list does that.',
}
