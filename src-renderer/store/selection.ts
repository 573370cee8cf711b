import type { DialId, LinkKey, PeerId } from '../../src-shared/swarm/ids.ts'

/** What the person is looking at: one peer, one link or one dial. Graph and panels share it. */
export type Selection =
  | { readonly kind: 'peer'; readonly id: PeerId }
  | { readonly kind: 'link'; readonly key: LinkKey }
  | { readonly kind: 'dial'; readonly id: DialId }

/** Whether two selections mean the same thing on screen. */
export function sameSelection(one: Selection | null, other: Selection | null): boolean {
  if (one === null || other === null) return one === other
  return selectionKey(one) === selectionKey(other)
}

/** A selection as one string, unique among peers, links and dials: for maps and React keys. */
export function selectionKey(selection: Selection): string {
  return selection.kind === 'link' ? `link ${selection.key}` : `${selection.kind} ${selection.id}`
}
