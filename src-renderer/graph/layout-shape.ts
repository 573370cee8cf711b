// What a layout has to know of the graph: who is there, who is tied to whom. Plain values, so that it can go to a worker.

import type { LayoutName } from '../store/theme.ts'
import type { GraphModel, GraphNode, NodeRole } from './model.ts'

export interface LayoutNode {
  readonly key: string
  readonly kind: GraphNode['kind']
  /** Where it listens, or what is dialled: a ghost that connects turns into a peer on the spot. */
  readonly address: string
  /** The node that it appears beside. */
  readonly beside: string | null
  /** Null where places do not depend on it: then a change of role moves nobody. */
  readonly role: NodeRole | null
}

export interface LayoutTie {
  readonly source: string
  readonly target: string
  readonly kind: 'link' | 'dial'
}

export interface LayoutShape {
  readonly name: LayoutName
  readonly nodes: readonly LayoutNode[]
  readonly ties: readonly LayoutTie[]
}

/** The shape of a model: one tie a pair, whatever their rates and names, and however many links they have. */
export function shapeOf(model: GraphModel, name: LayoutName): LayoutShape {
  const ties = new Map<string, LayoutTie>()
  for (const { source, target, kind } of model.edges) {
    const pair = source < target ? `${source}+${target}` : `${target}+${source}`
    if (!ties.has(pair)) ties.set(pair, { source, target, kind })
  }
  const nodes = model.nodes.map((node): LayoutNode => {
    const { key, kind, beside } = node
    if (node.kind === 'dial') return { key, kind, address: node.remote, beside, role: null }
    return { key, kind, address: node.address, beside, role: name === 'force' ? null : node.role }
  })
  return { name, nodes, ties: [...ties.values()] }
}

/** Whether two models have the same nodes and edges in the same order, so that their layouts are the same too. */
export function sameTies(one: GraphModel, other: GraphModel, byRole: boolean): boolean {
  if (one.nodes.length !== other.nodes.length || one.edges.length !== other.edges.length) return false
  const sameNodes = one.nodes.every((node, index) => {
    const match = other.nodes[index]
    return match !== undefined && match.key === node.key && (!byRole || roleIn(match) === roleIn(node))
  })
  return sameNodes && one.edges.every((edge, index) => other.edges[index]?.key === edge.key)
}

function roleIn(node: GraphNode): NodeRole | null {
  return node.kind === 'peer' ? node.role : null
}
