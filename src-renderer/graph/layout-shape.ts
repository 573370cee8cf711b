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

export interface LayoutShape {
  readonly name: LayoutName
  readonly nodes: readonly LayoutNode[]
  /** Two places in `nodes` a tie, the lower first; in ascending order, so that equal ties are equal lists. */
  readonly ties: Uint32Array
}

/** The shape of a model: one tie a pair, whatever their rates and names, and however many links they have. */
export function shapeOf(model: GraphModel, name: LayoutName): LayoutShape {
  const nodes = model.nodes.map((node): LayoutNode => {
    const { key, kind, beside } = node
    if (node.kind === 'dial') return { key, kind, address: node.remote, beside, role: null }
    return { key, kind, address: node.address, beside, role: name === 'force' ? null : node.role }
  })
  return { name, nodes, ties: tiesOf(model) }
}

/** Numbers in place of words: thousands of ties are compared, and sent to a worker, in no time. */
function tiesOf({ nodes, edges }: GraphModel): Uint32Array {
  const indexes = new Map(nodes.map(({ key }, index) => [key, index]))
  const pairs = new Set<number>()
  for (const { source, target } of edges) {
    const one = indexes.get(source)
    const other = indexes.get(target)
    if (one === undefined || other === undefined) continue
    pairs.add(Math.min(one, other) * nodes.length + Math.max(one, other))
  }
  const ties = new Uint32Array(2 * pairs.size)
  Float64Array.from(pairs)
    .sort()
    .forEach((pair, index) => {
      ties[2 * index] = Math.floor(pair / nodes.length)
      ties[2 * index + 1] = pair % nodes.length
    })
  return ties
}

/** Both nodes of each tie. */
export function tied({ nodes, ties }: LayoutShape): (readonly [LayoutNode, LayoutNode])[] {
  const pairs: (readonly [LayoutNode, LayoutNode])[] = []
  for (let at = 0; at + 1 < ties.length; at += 2) {
    const one = nodes[ties[at] ?? -1]
    const other = nodes[ties[at + 1] ?? -1]
    if (one !== undefined && other !== undefined) pairs.push([one, other])
  }
  return pairs
}

/** Whether two models have the same nodes and edges in the same order: so nearly always, and much sooner seen than by their shapes. */
export function sameKeys(one: GraphModel, other: GraphModel, byRole: boolean): boolean {
  return (
    one.nodes.length === other.nodes.length &&
    one.edges.length === other.edges.length &&
    one.edges.every(({ key }, index) => other.edges[index]?.key === key) &&
    one.nodes.every((node, index) => {
      const match = other.nodes[index]
      return match !== undefined && match.key === node.key && (!byRole || roleIn(match) === roleIn(node))
    })
  )
}

function roleIn(node: GraphNode): NodeRole | null {
  return node.kind === 'peer' ? node.role : null
}

/** Whether nobody would move for the one in place of the other: where newcomers appear has no say once they are there. */
export function sameShape(one: LayoutShape, other: LayoutShape): boolean {
  return (
    one.name === other.name &&
    one.nodes.length === other.nodes.length &&
    one.ties.length === other.ties.length &&
    one.nodes.every(({ key, role }, index) => other.nodes[index]?.key === key && other.nodes[index]?.role === role) &&
    one.ties.every((end, index) => other.ties[index] === end)
  )
}
