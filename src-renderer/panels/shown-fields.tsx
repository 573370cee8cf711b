import { useRef } from 'react'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { showPeer, showSwarm } from '../store/screen-store.ts'
import { downloads, type ShownPeer, shownPeerOf } from '../store/shown-peer.ts'
import { shownSwarmOf } from '../store/shown-swarm.ts'
import { swarmTitle } from '../store/swarm-letters.ts'
import { Choice } from './parts/choice.tsx'

/** The swarm that the drawer's panels show. */
export function useShownSwarm(): InfoHash | null {
  const view = useView()
  const pointedSwarms = useScreenState((state) => state.pointedSwarms)
  return shownSwarmOf({ view, pointedSwarms })
}

/** The local peer and swarm that the drawer's panels show; null while no local peer is in any. */
export function useShownPeer(): ShownPeer | null {
  const view = useView()
  const pointedSwarms = useScreenState((state) => state.pointedSwarms)
  const shownPeer = useScreenState((state) => state.shownPeer)
  const watched = useRef<PeerId | null>(null)
  const shown = shownPeerOf({ view, pointedSwarms, shownPeer }, watched.current)
  // Once it has everything it stays for as long as the panel is open: nobody wants to be led elsewhere while reading.
  if (shown !== null && downloads(shown.peer, shown.infoHash)) watched.current = shown.peer.id
  return shown
}

/** What there is to choose from, and what is chosen. */
export type Choosable = Pick<ShownPeer, 'infoHash' | 'peer' | 'peers' | 'swarms'>

/** Chooses whose part in which swarm is shown; the swarm only where there are several. */
export function ShownFields({ shown }: { shown: Choosable }) {
  const { store } = useScreen()
  const view = useView()
  const { infoHash, peer, peers, swarms } = shown
  return (
    <>
      {swarms.length > 1 && (
        <Choice
          label="Swarm"
          value={infoHash}
          options={swarms.map((swarm) => ({ value: swarm, title: swarmTitle(view, swarm) }))}
          onChoose={(swarm) => showSwarm(store, swarm)}
        />
      )}
      <Choice
        label="Peer"
        value={peer.id}
        options={peers.map((one) => ({ value: one.id, title: titleOf(one, view.me) }))}
        hint="Of the peers on this computer; others do not tell this much of themselves."
        onChoose={(id) => showPeer(store, id)}
      />
    </>
  )
}

function titleOf({ id, name, running }: ShownPeer['peer'], me: string | null): string {
  const words = [...(id === me ? ['you'] : []), ...(running ? [] : ['stopped'])]
  return words.length === 0 ? name : `${name} (${words.join(', ')})`
}
