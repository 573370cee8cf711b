import type { MagnetView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { magnetWords } from '../store/magnet.ts'
import { notify, showSwarm, showTab } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'
import { useTakeIn } from './take-in.ts'

/** A magnet link whose torrent is not here yet: how far it is, or why it came to nothing. */
export function MagnetRow({ magnet }: { magnet: MagnetView }) {
  const { run, store } = useScreen()
  const view = useView()
  const { infoHash, failure } = magnet
  const name = magnet.name || infoHash.slice(0, 8)
  const { openMagnet } = useTakeIn()

  async function close(words: string) {
    const { ok } = await run('close-magnet', { infoHash })
    const opened = store.getState().openedMagnets.find((one) => one.infoHash === infoHash)
    if (ok && opened !== undefined) notify(store, 'done', words, () => openMagnet(opened.uri))
  }

  return (
    <article className="swarm" aria-label={name}>
      <div className="swarm-head">
        <h3>{name}</h3>
      </div>
      {failure === null ? (
        <p className="swarm-line waiting">
          <span className="spinner" aria-hidden="true" />
          <span>{magnetWords(view, magnet)}</span>
        </p>
      ) : (
        <p className="problem">{failure}</p>
      )}
      <div className="button-row">
        {failure === null ? (
          <>
            <Button label="Cancel" hint="Give up this magnet link." onPress={() => close(`${name} is cancelled.`)} />
            <Button
              label="How it looks for peers"
              hint="Shows its trackers and the other ways in the panels under the graph."
              onPress={() => {
                showSwarm(store, infoHash)
                showTab(store, 'finding')
              }}
            />
          </>
        ) : (
          <Button
            label="Dismiss"
            hint="Take this magnet link off the list."
            onPress={() => close(`${name} is off the list.`)}
          />
        )}
      </div>
    </article>
  )
}
