import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { faultWords, limitWords } from '../../src-shared/swarm/control-words.ts'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import type { Faults, Limits } from '../../src-shared/swarm/events.ts'
import { topicTitles } from '../../src-shared/swarm/guest-families.ts'
import type { DialView, EndFlags, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { guestOfPeer } from '../store/guest.ts'
import { currentSwarmOf, isStopped, nameOf, swarmsOf } from '../store/peers.ts'
import type { Selection } from '../store/selection.ts'
import { memberWords } from '../store/served-words.ts'
import { swarmLetters, swarmTitle } from '../store/swarm-letters.ts'
import { valuesOf } from '../store/values.ts'
import { pieceCountOf, placeOf } from './model.ts'

/** What a hover card says: a heading, and pairs of a word and its value. */
export interface CardFacts {
  readonly title: string
  readonly rows: readonly (readonly [label: string, value: string])[]
}

/** The facts about what the pointer is over; null when it has gone from the view. */
export function cardFacts(subject: Selection, view: View): CardFacts | null {
  if (subject.kind === 'peer') {
    const peer = view.peers[subject.id]
    return peer ? peerFacts(peer, view) : null
  }
  if (subject.kind === 'link') {
    const link = view.links[subject.key]
    return link ? linkFacts(link, view) : null
  }
  const dial = view.dials[subject.id]
  return dial ? dialFacts(dial, view) : null
}

const placeWords = {
  me: 'this window',
  local: 'this app',
  remote: 'another Swarmscope',
  foreign: 'another program',
} as const

function peerFacts(peer: PeerView, view: View): CardFacts {
  const membership = currentSwarmOf(peer)?.membership
  const rates = ratesOf(peer, view)
  const rows: [string, string][] = [...swarmRows(peer, view), ['Server', peer.server ?? 'none']]
  rows.push(['Down', formatRate(rates.down)], ['Up', formatRate(rates.up)])
  rows.push(...programRows(peer, view))
  if (peer.uuid !== null) rows.push(['UUID', `${peer.uuid.slice(0, 8)}…`])
  if (peer.tracker) rows.push(['Tracker', `${memberWords(peer.tracker)}, ${peer.tracker.broadcasts} broadcasts`])
  if (isStopped(peer)) rows.push(['State', 'stopped'])
  else if (membership && membership.state !== 'active') rows.push(['State', membership.state])
  if (membership?.failure) rows.push(['Why', membership.failure])
  rows.push(...controlRows('', peer))
  if (peer.lastReason) rows.push(['Last ending', reasonSentence(peer.lastReason)])
  return { title: peer.name, rows }
}

/** What it is in each swarm; a single one needs no name. */
function swarmRows(peer: PeerView, view: View): [string, string][] {
  const swarms = swarmsOf(peer)
  if (swarms.length === 0) return [['Role', 'in no swarm']]
  const isOne = swarmLetters(view).size === 0
  return swarms.flatMap(({ infoHash, membership }): [string, string][] => {
    const pieces = `${membership.haveCount} of ${pieceCountOf(peer, membership, view)}`
    if (!isOne) return [[swarmTitle(view, infoHash), `${membership.role}, ${pieces} pieces`]]
    return [
      ['Role', membership.role],
      ['Pieces', pieces],
    ]
  })
}

/** Where it runs and its program; a client of another make is a guest, with how it differs from the textbook. */
function programRows(peer: PeerView, view: View): [string, string][] {
  const guest = guestOfPeer(peer)
  if (guest === null)
    return [
      ['Runs in', placeWords[placeOf(peer, view)]],
      ['Program', peer.agent],
    ]
  const differences = guest.differences.map(({ topic, short }): [string, string] => [topicTitles[topic], short])
  return [['Guest', guest.badge], ...differences]
}

function ratesOf(peer: PeerView, view: View): { down: number; up: number } {
  let down = 0
  let up = 0
  for (const link of valuesOf(view.links)) {
    if (link.dialler === peer.id) {
      down += link.toDiallerBytesPerSec
      up += link.toAcceptorBytesPerSec
    } else if (link.acceptor === peer.id) {
      down += link.toAcceptorBytesPerSec
      up += link.toDiallerBytesPerSec
    }
  }
  return { down, up }
}

function linkFacts(link: LinkView, view: View): CardFacts {
  const dialler = nameOf(view, link.dialler)
  const acceptor = nameOf(view, link.acceptor)
  const { diallerControls, acceptorControls } = link
  return {
    title: `Client ${link.clientId}: ${dialler} → ${acceptor}`,
    rows: [
      ['Dialled by', `${dialler}, from ${link.diallerAddress}`],
      ['Accepted by', `${acceptor}, at ${link.acceptorAddress}`],
      ...(swarmLetters(view).size === 0 ? [] : [['Swarm', swarmTitle(view, link.infoHash)] as const]),
      ...(link.reported === null ? [] : [['Known from', 'what its ends report: neither runs here'] as const]),
      ['Encryption', encryptionWords[link.encryption].card],
      [`To ${dialler}`, amount(link, link.toDiallerBytesPerSec, link.toDiallerBytes)],
      [`To ${acceptor}`, amount(link, link.toAcceptorBytesPerSec, link.toAcceptorBytes)],
      [dialler, flagWords(link.diallerFlags, acceptor)],
      [acceptor, flagWords(link.acceptorFlags, dialler)],
      ...(link.reported === null ? [requestedRow(link, dialler, acceptor)] : []),
      ...controlRows(`${dialler}: `, diallerControls),
      ...controlRows(`${acceptor}: `, acceptorControls),
    ],
  }
}

function controlRows(who: string, { limits, faults }: { limits: Limits; faults: Faults }): [string, string][] {
  const rows: [string, string][] = []
  if (limits.upBytesPerSec !== null || limits.downBytesPerSec !== null) rows.push([`${who}limits`, limitWords(limits)])
  if (faultWords(faults) !== '') rows.push([`${who}trouble`, faultWords(faults)])
  return rows.map(([label, value]) => [label.charAt(0).toUpperCase() + label.slice(1), value])
}

function requestedRow(link: LinkView, dialler: string, acceptor: string): readonly [string, string] {
  return ['Blocks requested', `${link.diallerRequested} by ${dialler}, ${link.acceptorRequested} by ${acceptor}`]
}

/** A report tells of no sums. */
function amount({ reported }: LinkView, bytesPerSec: number, bytes: number): string {
  return reported === null ? `${formatRate(bytesPerSec)}, ${formatBytes(bytes)} in all` : formatRate(bytesPerSec)
}

function flagWords({ choking, interested }: EndFlags, other: string): string {
  const chokes = choking ? `chokes ${other}` : `lets ${other} download`
  return `${chokes}; ${interested ? `wants pieces of ${other}` : `wants nothing of ${other}`}`
}

function dialFacts(dial: DialView, view: View): CardFacts {
  const rows: [string, string][] = [['Dialled by', nameOf(view, dial.from)]]
  if (dial.clientId !== null) rows.push(['Client port', String(dial.clientId)])
  rows.push(['State', dial.reason === null ? 'dialling…' : 'failed'])
  if (dial.reason !== null) rows.push(['Why', reasonSentence(dial.reason)])
  return { title: dial.remote, rows }
}
