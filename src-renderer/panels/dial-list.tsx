import { mayRetry, reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { DialView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { notify, showSettings } from '../store/screen-store.ts'
import { swarmIfSeveral } from '../store/swarm-name.ts'
import { Button } from './parts/button.tsx'

/** The dials that are under way or failed, each failed one with its reason, Retry and Dismiss. */
export function DialList({ dials }: { dials: readonly DialView[] }) {
  if (dials.length === 0) return null
  return (
    <ul className="dials" aria-label="Dials" aria-live="polite">
      {dials.map((dial) => (
        <Dial key={dial.id} dial={dial} />
      ))}
    </ul>
  )
}

function Dial({ dial }: { dial: DialView }) {
  const { run, store } = useScreen()
  const view = useView()
  const from = view.peers[dial.from]
  const swarm = from && swarmIfSeveral(view, from, dial.infoHash)
  if (dial.reason === null)
    return (
      <li className="dial">
        <span className="spinner" aria-hidden="true" />
        <span>
          {dialSentence(dial)}
          {swarm !== undefined && <small> for {swarm}</small>}
        </span>
      </li>
    )

  function dialAgain() {
    const swarm = dial.infoHash === null ? {} : { infoHash: dial.infoHash }
    return run('connect', { peer: dial.from, addresses: [dial.remote], ...swarm })
  }

  async function retry() {
    await run('dismiss-dial', { dial: dial.id })
    await dialAgain()
  }

  async function dismiss() {
    const { ok } = await run('dismiss-dial', { dial: dial.id })
    if (ok) notify(store, 'done', `${dial.remote} is off the list. To undo that is to dial it again.`, dialAgain)
  }

  return (
    <li className="dial failed">
      <p>
        <strong>{dial.remote}</strong>
        {swarm !== undefined && <small> for {swarm}</small>}
      </p>
      <p>{reasonSentence(dial.reason)}</p>
      <div className="button-row">
        {mayRetry(dial.reason) && <Button icon="retry" label="Retry" onPress={retry} />}
        {dial.reason.code === 'one-per-address' && (
          <Button
            icon="settings"
            label="Settings…"
            hint="Demo peers can have addresses of their own."
            onPress={() => showSettings(store, true)}
          />
        )}
        <Button look="quiet" label="Dismiss" onPress={dismiss} />
      </div>
    </li>
  )
}

/** A dial that is under way, in words: `dialling 10.0.0.251:5000 from 5003…`. */
export function dialSentence(dial: DialView): string {
  return `dialling ${dial.remote}${dial.clientId === null ? '' : ` from ${dial.clientId}`}…`
}
