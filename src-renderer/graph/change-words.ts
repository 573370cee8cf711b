// What changed between two views, as far as somebody who listens wants to be told at once. Rates are no news.

import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialView, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, isStopped, nameOf } from '../store/peers.ts'
import type { Selection } from '../store/selection.ts'
import { valuesOf } from '../store/values.ts'
import { dialWords } from './graph-words.ts'

/** Nobody listens to more sentences at a time. */
const mostSentences = 5
const mostNames = 3

/** The news from one view to a later one, a sentence each: who came, left or finished, what failed, and whom the selected peer chokes. */
export function changeSentences(before: View, after: View, selection: Selection | null): string[] {
  if (before.me === null || before === after) return []
  const news = [
    ...peopleNews(before, after),
    ...failedDials(before, after).map((dial) => `${dialWords(dial)}${/[.!?]$/.test(dialWords(dial)) ? '' : '.'}`),
    ...chokeNews(before, after, selection),
  ]
  const untold = news.length - mostSentences
  return untold > 0 ? [...news.slice(0, mostSentences), `${untold} more changes.`] : news
}

function peopleNews(before: View, after: View): string[] {
  const was = (id: PeerId) => before.peers[id]
  const peers = valuesOf<PeerView>(after.peers)
  const namesWhere = (holds: (peer: PeerView, earlier: PeerView) => boolean) =>
    peers.flatMap((peer) => {
      const earlier = was(peer.id)
      return earlier !== undefined && holds(peer, earlier) ? [nameOf(after, peer.id)] : []
    })
  const came = peers.filter(({ id }) => was(id) === undefined).map(({ id }) => nameOf(after, id))
  const left = valuesOf<PeerView>(before.peers)
    .filter(({ id }) => after.peers[id] === undefined)
    .map(({ id }) => nameOf(before, id))
  return [
    ...sentenceOf(came, 'joined'),
    ...sentenceOf(left, 'left'),
    ...sentenceOf(
      namesWhere((peer, earlier) => isStopped(peer) && !isStopped(earlier)),
      'stopped',
    ),
    ...sentenceOf(
      namesWhere((peer, earlier) => !isStopped(peer) && isStopped(earlier)),
      'started again',
    ),
    ...sentenceOf(namesWhere(finished), 'finished and seeds now'),
  ]
}

function finished(peer: PeerView, earlier: PeerView): boolean {
  const now = currentSwarmOf(peer)
  const then = now && earlier.swarms[now.infoHash]
  return now?.membership.role === 'seeder' && then !== undefined && then.role !== 'seeder'
}

function failedDials(before: View, after: View): DialView[] {
  return Object.values<DialView>(after.dials).filter(
    ({ id, reason }) => reason !== null && (before.dials[id]?.reason ?? null) === null,
  )
}

/** Of one peer's links, or one link: chokes change every few seconds in a swarm, and all of them would be noise. */
function chokeNews(before: View, after: View, selection: Selection | null): string[] {
  if (selection === null || selection.kind === 'dial') return []
  return valuesOf<LinkView>(after.links).flatMap((link) => {
    const earlier = before.links[link.key]
    const concerns =
      selection.kind === 'link'
        ? link.key === selection.key
        : link.dialler === selection.id || link.acceptor === selection.id
    if (earlier === undefined || !concerns) return []
    const [dialler, acceptor] = [nameOf(after, link.dialler), nameOf(after, link.acceptor)]
    return [
      ...chokeSentence(acceptor, earlier.acceptorFlags.choking, link.acceptorFlags.choking, dialler),
      ...chokeSentence(dialler, earlier.diallerFlags.choking, link.diallerFlags.choking, acceptor),
    ]
  })
}

function chokeSentence(giver: string, did: boolean, does: boolean, taker: string): string[] {
  if (did === does) return []
  return [does ? `${giver} chokes ${taker}.` : `${giver} lets ${taker} download.`]
}

/** `P4 joined.`, or `12 peers joined: P4, P5, P6 …` */
function sentenceOf(names: readonly string[], did: string): string[] {
  if (names.length === 0) return []
  if (names.length <= mostNames) return [`${names.join(', ')} ${did}.`]
  return [`${names.length} peers ${did}: ${names.slice(0, mostNames).join(', ')} and others.`]
}
