import type { View } from '../../src-shared/swarm/view.ts'
import { useScreenState, useView } from '../screen.tsx'
import { foundSentence, wayLines } from '../store/finding-ways.ts'
import { linksOf } from '../store/peers.ts'
import { type ShownFinding, shownFindingOf } from '../store/shown-finding.ts'
import { EmptyState } from './parts/empty-state.tsx'
import { ShownFields } from './shown-fields.tsx'
import { StartDemo } from './start-demo.tsx'
import { Trackers } from './trackers.tsx'
import { Ways } from './ways.tsx'

/** How a local peer finds others in a swarm, or for a magnet link: the trackers that it asks, and the other ways. */
export function FindingPeers() {
  const shown = useShownFinding()
  return (
    <section aria-label="Finding peers" className="finding">
      {shown === null ? (
        <EmptyState icon="peers" action={<StartDemo />}>
          No peer on this computer is in a swarm. Start the demo swarm, share a file, or open a magnet link.
        </EmptyState>
      ) : (
        <Body shown={shown} />
      )}
    </section>
  )
}

function useShownFinding(): ShownFinding | null {
  const view = useView()
  const pointedSwarms = useScreenState((state) => state.pointedSwarms)
  const shownPeer = useScreenState((state) => state.shownPeer)
  return shownFindingOf({ view, pointedSwarms, shownPeer })
}

function Body({ shown }: { shown: ShownFinding }) {
  const view = useView()
  const ways = wayLines(view, shown)
  const { peer, infoHash } = shown
  const isAlone = !linksOf(view, peer.id).some((link) => link.infoHash === infoHash)
  const isLost = isAlone && ways.every(({ found, listed }) => found + listed === 0)
  return (
    <>
      <div className="finding-head">
        <ShownFields shown={shown} />
        <p>
          <strong>{peer.name}</strong>: {foundSentence(ways)}.{isLost && ` ${whatNext(view, shown)}`}
        </p>
      </div>
      <div className="finding-body">
        <Trackers shown={shown} />
        <Ways lines={ways} />
      </div>
    </>
  )
}

function whatNext({ torrents }: View, { membership, infoHash }: ShownFinding): string {
  if (membership === null)
    return 'Add a peer that has the torrent by its IP, or ask who gave you this link for a newer one.'
  return torrents[infoHash]?.isPrivate
    ? 'Hand out its .torrent: the torrent is private, so its peers come from its own tracker only (BEP 27).'
    : 'Add a peer by its IP, hand out the announce URL or the magnet link, or let other computers join.'
}
