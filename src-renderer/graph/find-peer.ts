import type { Selection } from '../store/selection.ts'
import { sameSelection } from '../store/selection.ts'
import type { GraphModel, PeerNode } from './model.ts'

/** The peers whose name, address or client holds a text, whatever its case; none for no text. */
export function peersNamed({ nodes }: GraphModel, text: string): PeerNode[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return nodes.filter(
    (node): node is PeerNode =>
      node.kind === 'peer' &&
      [node.name, node.address, node.badge ?? node.agent].some((said) => said.toLowerCase().includes(wanted)),
  )
}

/** The one after the selected, the first after the last. */
export function nextOf(found: readonly PeerNode[], selected: Selection | null): PeerNode | undefined {
  const index = found.findIndex((node) => sameSelection(node.selection, selected))
  return found[(index + 1) % Math.max(1, found.length)]
}
