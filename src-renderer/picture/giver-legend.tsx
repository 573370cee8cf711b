import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { nameOf } from '../store/peers.ts'
import type { PictureHolder } from '../store/picture-holders.ts'
import { byText } from '../store/steady-order.ts'
import { type Giver, giverColour, mostColours } from './givers.ts'

interface GiverLegendProps {
  readonly view: View
  readonly order: readonly PeerId[]
  readonly holders: readonly PictureHolder[]
}

/** Which colour stands for whom in the spines of the pictures: for those who gave any of what `holders` have. */
export function GiverLegend({ view, order, holders }: GiverLegendProps) {
  const told = new Set(holders.flatMap(({ givers }) => givers.peers))
  const named = order
    .slice(0, mostColours)
    .filter((id) => told.has(id))
    .map((id) => ({ id, name: nameOf(view, id) }))
    .sort((one, other) => byText(one.name, other.name))
  return (
    <ul className="giver-legend" aria-label="Given by">
      {named.map(({ id, name }) => (
        <Line key={id} giver={id} order={order} words={name} />
      ))}
      {order.length > mostColours && <Line giver={order.at(-1) ?? null} order={order} words="others" />}
      <Line giver="several" order={order} words="several at once" />
      <Line giver={null} order={order} words="here from the start" />
    </ul>
  )
}

function Line({ giver, order, words }: { giver: Giver; order: readonly PeerId[]; words: string }) {
  return (
    <li>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <rect width="10" height="10" rx="2" fill={giverColour(giver, order)} />
      </svg>
      {words}
    </li>
  )
}
