import type { View } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import type { GraphModel } from './model.ts'

/** What of a model a part of its view holds; the nodes and edges themselves stay as they are. */
export function modelPart({ nodes, edges }: GraphModel, part: View): GraphModel {
  const isThere = ({ selection }: { readonly selection: Selection }) => isIn(part, selection)
  return { nodes: nodes.filter(isThere), edges: edges.filter(isThere) }
}

function isIn({ peers, links, dials }: View, selection: Selection): boolean {
  if (selection.kind === 'peer') return peers[selection.id] !== undefined
  return (selection.kind === 'link' ? links[selection.key] : dials[selection.id]) !== undefined
}
