import type { TrackerContact } from '../../src-shared/swarm/view.ts'
import { useScreen } from '../screen.tsx'
import { servedWords } from '../store/served-words.ts'
import type { ShownFinding } from '../store/shown-finding.ts'
import { nextWords, type TrackerLine, trackerLines, whyNotAsk } from '../store/tracker-lines.ts'
import { Button } from './parts/button.tsx'
import { CopiedText } from './parts/copied-text.tsx'
import { timeOfDay } from './time-of-day.ts'
import { useViewClock } from './use-view-clock.ts'

/** The trackers of a swarm: what each answered, and when it is asked again. */
export function Trackers({ shown }: { shown: ShownFinding }) {
  const { run } = useScreen()
  const { peer, infoHash } = shown
  const lines = trackerLines(shown)
  const nowMs = useViewClock()
  return (
    <section aria-label="Trackers" className="finding-part">
      <div className="finding-title">
        <h3>Trackers</h3>
        <Button
          icon="retry"
          label="Ask now"
          hint="Asks the trackers for peers at once, without waiting for the next time."
          whyNot={whyNotAsk(shown)}
          onPress={() => run('announce-now', { peer: peer.id, infoHash })}
        />
      </div>
      {lines.length === 0 ? (
        <p className="empty">{noTracker(shown)}</p>
      ) : (
        <ul className="trackers" aria-label="Trackers of this swarm">
          {lines.map((line) => (
            <Line key={line.key} line={line} shown={shown} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ line, shown, nowMs }: { line: TrackerLine; shown: ShownFinding; nowMs: number }) {
  const { contact, tone, words, warning } = line
  const { url, tier, own } = contact
  return (
    <li className={`tracker ${tone}`}>
      <p className="tracker-url">
        <span
          className="badge off"
          title={own ? undefined : 'The trackers of the lowest tier are asked first (BEP 12)'}
        >
          {own ? 'own' : `tier ${tier}`}
        </span>
        <CopiedText what={own ? 'The announce URL' : 'The URL of the tracker'} text={url} />
      </p>
      <p className={tone === 'failing' ? 'tracker-words failed' : 'tracker-words'}>
        {tone === 'waiting' && <span className="spinner" aria-hidden="true" />}
        <span>
          {words} <Times contact={contact} nowMs={nowMs} />
        </span>
      </p>
      {own && shown.peer.tracker !== null && <p className="hint">{servedWords(shown.peer.tracker)}</p>}
      {warning !== null && <p className="problem mild">The tracker warns: {warning}</p>}
    </li>
  )
}

function Times({ contact, nowMs }: { contact: TrackerContact; nowMs: number }) {
  const next = nextWords(contact, nowMs)
  const { answeredAtMs, asking } = contact
  return (
    <span className="hint">
      {answeredAtMs !== null && !asking && <time>{timeOfDay(answeredAtMs)}</time>}
      {next !== null && ` · ${next}`}
    </span>
  )
}

function noTracker({ peer, membership }: ShownFinding): string {
  if (!peer.running) return `${peer.name} is stopped, so it asks no tracker. Start it again first.`
  if (membership === null)
    return 'This magnet link names no tracker. Add a peer by IP: its torrent comes from there too.'
  if (membership.state !== 'active') return `${peer.name} takes no part in this swarm now, so it asks no tracker.`
  return 'This torrent names no tracker, and this peer’s own does not run.'
}
