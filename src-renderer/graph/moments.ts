// Short happenings that pass: a tracker's broadcast ripples outward, a peer that left fades.

import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import type { Point } from './camera.ts'
import { type GraphModel, type GraphNode, peerKey } from './model.ts'

export type Moment =
  | { readonly kind: 'wave'; readonly key: string; readonly startedMs: number }
  | {
      readonly kind: 'leaving'
      readonly node: GraphNode
      readonly place: Point
      readonly words: string
      readonly startedMs: number
    }

/** How long each kind lasts. */
export const momentMs = { wave: 1400, leaving: 2600 } as const

/** One wave for each tracker that has broadcast since the last view. */
export function wavesBetween(previous: View, next: View, nowMs: number): Moment[] {
  return Object.values(next.peers)
    .filter((peer) => {
      const last = peer.tracker?.lastBroadcastAtMs ?? null
      return last !== null && last !== (previous.peers[peer.id]?.tracker?.lastBroadcastAtMs ?? null)
    })
    .map((peer) => ({ kind: 'wave', key: peerKey(peer.id), startedMs: nowMs }))
}

/** One fading for each peer of the last model that has gone from the new view. Dials end quietly. */
export function leavings(last: GraphModel, gone: ReadonlyMap<string, Point>, next: View, nowMs: number): Moment[] {
  const moments: Moment[] = []
  for (const node of last.nodes) {
    const place = gone.get(node.key)
    if (place === undefined || node.kind !== 'peer') continue
    const departed = next.departed.find((one) => peerKey(one.id) === node.key)
    const words = departed ? firstWords(reasonSentence(departed.reason)) : ''
    moments.push({ kind: 'leaving', node, place, words, startedMs: nowMs })
  }
  return moments
}

/** How far a moment has come, 0 to 1; 1 when it is over. */
export function progressOf(moment: Moment, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - moment.startedMs) / momentMs[moment.kind]))
}

/** The start of a sentence up to its first pause, at most 40 characters: enough to know which sentence it is. */
export function firstWords(sentence: string): string {
  const start = /^.*?(?=[:;,(]|\.(?:\s|$)|$)/.exec(sentence)?.[0].trim() ?? sentence
  return start.length > 40 ? `${start.slice(0, 39)}…` : start
}
