import { topicTitles } from '../../src-shared/swarm/guest-families.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { guestOfPeer } from '../store/guest.ts'

/** Which client of another make a peer is, and how that differs from the textbook; nothing for one of Swarmscope's own. */
export function GuestCard({ peer }: { peer: PeerView }) {
  const guest = guestOfPeer(peer)
  if (guest === null) return null
  const { badge, family, differences } = guest
  return (
    <section className="guest" aria-label="Guest">
      <p>
        <span className="badge away">guest</span> <strong>{badge}</strong>
        {family !== null && !badge.toLowerCase().includes(family.toLowerCase()) && <span> of the family {family}</span>}
      </p>
      {differences.length === 0 ? (
        <p className="hint">A client of another make. Nothing is noted here of how it differs from the textbook.</p>
      ) : (
        <>
          <h4>How it differs from the textbook, as it comes</h4>
          <ul className="differences" aria-label="How it differs">
            {differences.map(({ topic, sentence, remedy, source }) => (
              <li key={topic}>
                <strong>{topicTitles[topic]}.</strong> {sentence}
                {remedy !== null && (
                  <span className="remedy">
                    {' '}
                    Its setting: <q>{remedy}</q>.
                  </span>
                )}
                <cite>{source}</cite>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
