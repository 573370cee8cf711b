// Who gets what from whom, in words: the picture's story for those who cannot see it.

import { formatRate } from '../../src-shared/byte-size.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from '../store/peers.ts'
import { byText } from '../store/steady-order.ts'
import { valuesOf } from '../store/values.ts'
import { quietBytesPerSec } from './flow.ts'

/** So many peers are told of by name, and so many others with each. */
const mostPeers = 12
const mostNames = 3

interface Taking {
  readonly from: { readonly giver: PeerId; readonly bytesPerSec: number }[]
  readonly chokedBy: PeerId[]
}

/** `P3 gets 312 KiB/s from P1, choked by P2.`, a sentence for each peer that gets something or has to wait; of a crowd, for the busiest. */
export function transferSentences(view: View): string[] {
  const takings = takingsOf(view)
  const told = [...takings]
    .map(([id, taking]) => ({ id, taking, bytesPerSec: totalOf(taking) }))
    .sort((one, other) => other.bytesPerSec - one.bytesPerSec)
    .slice(0, mostPeers)
    .map(({ id, taking }) => ({ name: nameOf(view, id), taking }))
    .sort((one, other) => byText(one.name, other.name))
  const sentences = told.map(({ name, taking }) => `${name} ${takingWords(taking, view)}.`)
  const untold = takings.size - told.length
  return untold > 0
    ? [...sentences, `${untold} more peers get data or wait; the table of links has them all.`]
    : sentences
}

function takingsOf(view: View): Map<PeerId, Taking> {
  const takings = new Map<PeerId, Taking>()
  const of = (id: PeerId): Taking => {
    const known = takings.get(id)
    if (known !== undefined) return known
    const fresh: Taking = { from: [], chokedBy: [] }
    takings.set(id, fresh)
    return fresh
  }
  for (const link of valuesOf<LinkView>(view.links)) {
    const { dialler, acceptor, diallerFlags, acceptorFlags, toDiallerBytesPerSec, toAcceptorBytesPerSec } = link
    if (toDiallerBytesPerSec >= quietBytesPerSec)
      of(dialler).from.push({ giver: acceptor, bytesPerSec: toDiallerBytesPerSec })
    if (toAcceptorBytesPerSec >= quietBytesPerSec)
      of(acceptor).from.push({ giver: dialler, bytesPerSec: toAcceptorBytesPerSec })
    if (diallerFlags.interested && acceptorFlags.choking) of(dialler).chokedBy.push(acceptor)
    if (acceptorFlags.interested && diallerFlags.choking) of(acceptor).chokedBy.push(dialler)
  }
  return takings
}

function totalOf({ from }: Taking): number {
  return from.reduce((sum, { bytesPerSec }) => sum + bytesPerSec, 0)
}

function takingWords({ from, chokedBy }: Taking, view: View): string {
  const gets = [...from].sort((one, other) => other.bytesPerSec - one.bytesPerSec)
  const givers = listed(gets, ({ giver, bytesPerSec }) => `${formatRate(bytesPerSec)} from ${nameOf(view, giver)}`)
  const choked = [...new Set(chokedBy)]
  const parts = [
    gets.length === 0 ? 'gets nothing' : `gets ${givers}`,
    ...(choked.length === 0 ? [] : [`choked by ${listed(choked, (id) => nameOf(view, id))}`]),
  ]
  return parts.join(', ')
}

/** The first few in words, and how many more. */
function listed<Item>(items: readonly Item[], wordsOf: (item: Item) => string): string {
  const shown = items.slice(0, mostNames).map(wordsOf)
  const more = items.length - shown.length
  const last = more > 0 ? `${more} more` : shown.pop()
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} and ${last}`
}
