// Short happenings that pass, read from what has changed between two views: a broadcast, a message, a link's beginning and end.

import { type DisconnectReason, reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { EndFlags, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { selectionKey } from '../store/selection.ts'
import { valuesOf } from '../store/values.ts'
import type { Point } from './camera.ts'
import { type GraphModel, type LinkEdge, type PeerNode, peerKey } from './model.ts'
import type { MessageKind } from './paint-messages.ts'

interface Started {
  /** In ms of the motion, which stands still while it is paused. */
  readonly startedMs: number
}

export type Moment =
  | (Started & { readonly kind: 'wave'; readonly key: string })
  | (Started & {
      readonly kind: 'message'
      readonly key: string
      readonly message: MessageKind
      readonly toTarget: boolean
    })
  | (Started & { readonly kind: 'opened'; readonly key: string })
  | (Started & { readonly kind: 'closed'; readonly edge: LinkEdge; readonly words: string })
  | (Started & { readonly kind: 'leaving'; readonly node: PeerNode; readonly place: Point; readonly words: string })

/** How long each kind lasts. */
export const momentMs = { wave: 1600, message: 1100, opened: 900, closed: 4500, leaving: 2600 } as const

/** So many at a time are told apart; more links than mostTold, and none would be seen. */
const mostMessages = 14
const mostTold = 160
const mostWaves = 12
const mostLeavings = 40
/** Pieces come many times a second: a few signs tell of it, and more would hide the rarer messages. */
const mostHaves = 4

/** What happened from one view to the next, but for what finds no room beside the moments `underWay`. */
export function momentsBetween(
  previous: View,
  next: View,
  last: GraphModel,
  nowMs: number,
  underWay: readonly Moment[],
): Moment[] {
  const rippling = new Set(underWay.flatMap((moment) => (moment.kind === 'wave' ? [moment.key] : [])))
  const moments = wavesBetween(previous, next, nowMs).filter((wave) => wave.kind !== 'wave' || !rippling.has(wave.key))
  if (Math.max(last.edges.length, Object.keys(next.links).length) > mostTold) return moments
  moments.push(...openings(previous, next, nowMs), ...closings(previous, next, last, nowMs))
  const messages = underWay.filter(({ kind }) => kind === 'message').length
  const haves = underWay.filter(isHave).length
  const told = messagesBetween(previous, next, nowMs)
  const others = told.filter((moment) => !isHave(moment))
  const few = told.filter(isHave).slice(0, Math.max(0, mostHaves - haves))
  moments.push(...[...others, ...few].slice(0, Math.max(0, mostMessages - messages)))
  return moments
}

function isHave(moment: Moment): boolean {
  return moment.kind === 'message' && moment.message === 'have'
}

/** One wave for each tracker that has broadcast a list with others in it than before; that somebody has more pieces makes none. */
export function wavesBetween(previous: View, next: View, nowMs: number): Moment[] {
  return valuesOf(next.peers)
    .filter(({ id, tracker }) => {
      const last = tracker?.lastBroadcastAtMs ?? null
      const before = previous.peers[id]?.tracker
      return last !== null && last !== (before?.lastBroadcastAtMs ?? null) && listsDiffer(tracker, before)
    })
    .slice(0, mostWaves)
    .map((peer) => ({ kind: 'wave', key: peerKey(peer.id), startedMs: nowMs }))
}

function listsDiffer(now: PeerView['tracker'], before: PeerView['tracker'] | undefined): boolean {
  const lists = Object.entries(now?.lists ?? {})
  const listsBefore: Readonly<Record<string, number>> = before?.lists ?? {}
  return (
    lists.length !== Object.keys(listsBefore).length || lists.some(([swarm, count]) => listsBefore[swarm] !== count)
  )
}

/** One fading for each peer of the last model that has gone from the new view. Dials end quietly. */
export function leavings(last: GraphModel, gone: ReadonlyMap<string, Point>, next: View, nowMs: number): Moment[] {
  const moments: Moment[] = []
  for (const node of last.nodes) {
    const place = gone.get(node.key)
    if (place === undefined || node.kind !== 'peer') continue
    if (moments.length === mostLeavings) break
    const departed = next.departed.find((one) => peerKey(one.id) === node.key)
    const words = departed ? firstWords(reasonSentence(departed.reason)) : ''
    moments.push({ kind: 'leaving', node, place, words, startedMs: nowMs })
  }
  return moments
}

function openings(previous: View, next: View, nowMs: number): Moment[] {
  return valuesOf<LinkView>(next.links)
    .filter(({ key }) => previous.links[key] === undefined)
    .map((link) => ({ kind: 'opened', key: edgeKey(link), startedMs: nowMs }))
}

/** Links that ended while both of their peers stay: where a peer has gone its own fading says why. */
function closings(previous: View, next: View, last: GraphModel, nowMs: number): Moment[] {
  const moments: Moment[] = []
  for (const link of valuesOf<LinkView>(previous.links)) {
    if (next.links[link.key] !== undefined || !next.peers[link.dialler] || !next.peers[link.acceptor]) continue
    const edge = last.edges.find(({ key }) => key === edgeKey(link))
    if (edge?.kind === 'link')
      moments.push({ kind: 'closed', edge, words: reasonOf(link, previous, next), startedMs: nowMs })
  }
  return moments
}

function reasonOf(link: LinkView, previous: View, next: View): string {
  let words = ''
  for (let index = next.log.length - 1; index >= 0; index--) {
    const event = next.log[index]
    if (event === undefined || event.seq <= previous.seq) break
    if (event.type !== 'link-closed') continue
    if (event.link !== link.diallerLink && event.link !== link.acceptorLink) continue
    if (!untold.has(event.reason.code)) return firstWords(reasonSentence(event.reason))
    words = firstWords(reasonSentence(event.reason))
  }
  return words
}

/** Endings of which the other end knows the reason: where both run here, it is told. */
const untold: ReadonlySet<DisconnectReason['code']> = new Set(['closed', 'no-goodbye', 'reset', 'both-complete'])

/** The messages that a change of state tells of: each end's flags on each link, and pieces that somebody has now. */
export function messagesBetween(previous: View, next: View, nowMs: number): Moment[] {
  const moments: Moment[] = []
  const links = valuesOf<LinkView>(next.links)
  const tell = (link: LinkView, message: MessageKind, toTarget: boolean) =>
    moments.push({ kind: 'message', key: edgeKey(link), message, toTarget, startedMs: nowMs })
  for (const link of links) {
    const before = previous.links[link.key]
    if (before === undefined || before === link) continue
    for (const message of flagMessages(before.diallerFlags, link.diallerFlags)) tell(link, message, true)
    for (const message of flagMessages(before.acceptorFlags, link.acceptorFlags)) tell(link, message, false)
  }
  // Of two links between two peers each tells of pieces over the one that the other downloads over.
  const ways = new Set(links.map(({ infoHash, dialler, acceptor }) => `${infoHash} ${dialler} ${acceptor}`))
  for (const link of links) {
    const { infoHash, dialler, acceptor } = link
    const isBothWays = ways.has(`${infoHash} ${acceptor} ${dialler}`)
    if (!isBothWays && hasMore(dialler, link, previous, next)) tell(link, 'have', true)
    if (hasMore(acceptor, link, previous, next)) tell(link, 'have', false)
  }
  return moments
}

function flagMessages(before: EndFlags, now: EndFlags): MessageKind[] {
  const messages: MessageKind[] = []
  if (before.choking !== now.choking) messages.push(now.choking ? 'choke' : 'unchoke')
  if (!before.interested && now.interested) messages.push('interested')
  return messages
}

function hasMore(peer: LinkView['dialler'], { infoHash }: LinkView, previous: View, next: View): boolean {
  const before = previous.peers[peer]?.swarms[infoHash]?.haveCount
  return before !== undefined && (next.peers[peer]?.swarms[infoHash]?.haveCount ?? 0) > before
}

function edgeKey({ key }: LinkView): string {
  return selectionKey({ kind: 'link', key })
}

/** How far a moment has come, 0 to 1; 1 when it is over. */
export function progressOf(moment: Moment, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - moment.startedMs) / momentMs[moment.kind]))
}

/** The start of a sentence up to its first pause, at most 40 characters: enough to know which sentence it is. */
export function firstWords(sentence: string): string {
  const start = /^.*?(?=[:;,(]|\.(?:\s|$)|$)/.exec(sentence)?.[0].trim() ?? sentence
  return [...start].length > 40 ? `${[...start].slice(0, 39).join('')}…` : start
}
