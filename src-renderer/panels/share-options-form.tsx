import { useId } from 'react'
import { useScreen, useScreenState } from '../screen.tsx'
import { chooseShareOptions } from '../store/screen-store.ts'
import { pieceLengths, pieceLengthWords } from '../store/share-options.ts'
import { CheckBox } from './parts/check-box.tsx'

/** How the next torrent is made: its piece length, and whether it is private. */
export function ShareOptionsForm() {
  const { store } = useScreen()
  const options = useScreenState((state) => state.shareOptions)
  const id = useId()
  return (
    <div className="share-options">
      <div className="choose-swarm">
        <label htmlFor={id}>Piece length</label>
        <select
          id={id}
          value={options.pieceLengthBytes ?? ''}
          onChange={({ target: { value } }) =>
            chooseShareOptions(store, { ...options, pieceLengthBytes: value === '' ? null : Number(value) })
          }
        >
          <option value="">Automatic</option>
          {pieceLengths.map((bytes) => (
            <option key={bytes} value={bytes}>
              {pieceLengthWords(bytes)}
            </option>
          ))}
        </select>
      </div>
      <CheckBox
        label="Private"
        checked={options.isPrivate}
        hint="Peers learn of each other from its own tracker only: no peer exchange (BEP 27)."
        onCheck={(isPrivate) => chooseShareOptions(store, { ...options, isPrivate })}
      />
      <p className="hint">They hold for what you share next, chosen or dropped.</p>
    </div>
  )
}
