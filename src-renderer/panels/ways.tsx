import { useScreen } from '../screen.tsx'
import { foundWords, type WayLine } from '../store/finding-ways.ts'
import { showSettings } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'

/** The ways by which a peer finds others: which are on, what each found, and why not. */
export function Ways({ lines }: { lines: readonly WayLine[] }) {
  return (
    <section aria-label="Ways to find peers" className="finding-part">
      <div className="finding-title">
        <h3>Ways to find peers</h3>
      </div>
      <ul className="ways" aria-label="Ways to find peers">
        {lines.map((line) => (
          <Way key={line.way} line={line} />
        ))}
      </ul>
    </section>
  )
}

function Way({ line }: { line: WayLine }) {
  const { title, on, found, listed, words, warning, inSettings } = line
  const { store } = useScreen()
  return (
    <li className="way">
      <p className="way-head">
        <span className={on ? 'badge on' : 'badge off'}>{on ? 'on' : 'off'}</span>
        <strong>{title}</strong>
        <span className={found + listed === 0 ? 'none' : undefined}>{foundWords(line)}</span>
      </p>
      <p className="way-words">{words}</p>
      {warning !== null && <p className="hint">{warning}</p>}
      {inSettings && <Button icon="settings" label="Settings…" onPress={() => showSettings(store, true)} />}
    </li>
  )
}
