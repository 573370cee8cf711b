// The graph in words: for screen readers, and for tests.

import { formatRate } from '../../src-shared/byte-size.ts'
import { faultWords } from '../../src-shared/swarm/control-words.ts'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import { guestOf } from '../../src-shared/swarm/guests.ts'
import type { DialView, EndControls, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, isStopped, nameOf, swarmsOf } from '../store/peers.ts'
import { reportedWords } from '../store/reported-words.ts'
import type { Selection } from '../store/selection.ts'
import { runningCounts } from '../store/summary.ts'
import { swarmLetters, swarmTitle } from '../store/swarm-letters.ts'
import { valuesOf } from '../store/values.ts'
import { quietBytesPerSec } from './flow.ts'
import { pieceCountOf, placeOf } from './model.ts'

/** How many of everything there are, in one sentence. */
export function graphSentence(view: View): string {
  const all = valuesOf(view.peers)
  const { peers, seeders } = runningCounts(view)
  const dials = Object.values(view.dials)
  const failed = dials.filter((dial) => dial.reason !== null).length
  const links = valuesOf<LinkView>(view.links)
  const reported = links.filter((link) => link.reported !== null).length
  const facts = [count(peers, 'peer'), count(seeders, 'seeder'), count(links.length, 'link')]
  if (reported > 0) facts.push(`${reported} of them only reported`)
  if (all.length > peers) facts.push(`${all.length - peers} stopped`)
  if (dials.length > failed) facts.push(`${dials.length - failed} dialling`)
  if (failed > 0) facts.push(`${count(failed, 'dial')} failed`)
  return all.length === 0 ? 'The swarm graph is empty.' : `${facts.join(', ')}.`
}

/** A peer: `P2, leecher, server 127.0.0.1:7000, 12 of 96 pieces`, then what sets it apart. */
export function peerWords(peer: PeerView, view: View): string {
  const server = peer.server ? `server ${peer.server}` : 'no server'
  return [peer.name, ...partWords(peer, view, server), ...peerExtras(peer, view)].join(', ')
}

/** Its role, its server and its pieces; where there are several swarms, role and pieces in each of them. */
function partWords(peer: PeerView, view: View, server: string): string[] {
  const swarms = swarmsOf(peer)
  if (swarms.length === 0) return ['in no swarm', server]
  const isOne = swarmLetters(view).size === 0
  const roles = swarms.map(({ infoHash, membership }) => {
    const pieces = `${membership.haveCount} of ${pieceCountOf(peer, membership, view)} pieces`
    return {
      role: membership.role,
      pieces,
      where: `${membership.role} in ${swarmTitle(view, infoHash)} with ${pieces}`,
    }
  })
  if (isOne) return roles.slice(-1).flatMap(({ role, pieces }) => [role, server, pieces])
  return [...roles.map(({ where }) => where), server]
}

/** The two ends of a link: `P2 client 5101 → P1 server 127.0.0.1:5000`. */
export function endsWords(link: LinkView, view: View): string {
  const [dialler, acceptor] = endNames(link, view)
  return `${dialler} client ${link.clientId} → ${acceptor} server ${link.acceptorAddress}`
}

function endNames(link: LinkView, view: View): readonly [dialler: string, acceptor: string] {
  return [nameOf(view, link.dialler), nameOf(view, link.acceptor)]
}

/** A link: `P2 client 5101 → P1 server 127.0.0.1:5000, 312 KiB/s down`; down and up as its dialler sees them. */
export function linkWords(link: LinkView, view: View): string {
  const [dialler, acceptor] = endNames(link, view)
  const facts = [endsWords(link, view)]
  if (link.toDiallerBytesPerSec >= quietBytesPerSec) facts.push(`${formatRate(link.toDiallerBytesPerSec)} down`)
  if (link.toAcceptorBytesPerSec >= quietBytesPerSec) facts.push(`${formatRate(link.toAcceptorBytesPerSec)} up`)
  if (facts.length === 1) facts.push('no data')
  if (swarmLetters(view).size > 0) facts.push(`in ${swarmTitle(view, link.infoHash)}`)
  if (link.encryption !== 'none') facts.push(encryptionWords[link.encryption].short)
  facts.push(...troubleAt(dialler, link.diallerControls), ...troubleAt(acceptor, link.acceptorControls))
  if (link.acceptorFlags.choking && link.diallerFlags.interested) facts.push(`choked by ${acceptor}`)
  if (link.diallerFlags.choking && link.acceptorFlags.interested) facts.push(`${acceptor} choked by ${dialler}`)
  const reported = reportedWords(view, link)
  if (reported !== undefined) facts.push(reported)
  return facts.join(', ')
}

/** A dial: `dialling 10.0.0.251:5000 from 5003…`, or the address and why it failed. */
export function dialWords({ remote, clientId, reason }: DialView): string {
  if (reason !== null) return `${remote}: ${reasonSentence(reason)}`
  return clientId === null ? `dialling ${remote}…` : `dialling ${remote} from ${clientId}…`
}

/** What is selected, in words, without the rates of a link, which change all the time; empty when nothing is, or it has gone. */
export function selectionWords(selection: Selection | null, view: View): string {
  if (selection?.kind === 'peer') {
    const peer = view.peers[selection.id]
    return peer ? `Selected: ${peerWords(peer, view)}.` : ''
  }
  if (selection?.kind === 'link') {
    const link = view.links[selection.key]
    return link ? `Selected: ${endsWords(link, view)}.` : ''
  }
  const dial = selection && view.dials[selection.id]
  return dial ? `Selected: ${dialWords(dial)}` : ''
}

function peerExtras(peer: PeerView, view: View): string[] {
  const place = placeOf(peer, view)
  const extras: string[] = []
  if (place === 'me') extras.push('me')
  if (place === 'remote') extras.push('in another Swarmscope')
  if (place === 'foreign') extras.push(`guest: ${guestOf(peer.agent).badge}`)
  const state = currentSwarmOf(peer)?.membership.state ?? 'active'
  if (isStopped(peer)) extras.push('stopped')
  else if (state !== 'active') extras.push(state)
  const trouble = faultWords(peer.faults)
  return trouble === '' ? extras : [...extras, trouble]
}

function troubleAt(name: string, { faults }: EndControls): string[] {
  const trouble = faultWords(faults)
  return trouble === '' ? [] : [`${name} ${trouble}`]
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
