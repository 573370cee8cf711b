import '../styles/take-along.css'
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { graphSentence } from '../graph/graph-words.ts'
import { currentPicture } from '../graph/stage-commands.ts'
import { transferSentences } from '../graph/transfer-words.ts'
import { Button } from '../panels/parts/button.tsx'
import { saveFile } from '../panels/save-file.ts'
import { useScreen } from '../screen.tsx'
import { graphViewOf } from '../store/graph-view.ts'
import { notify, type ScreenStore } from '../store/screen-store.ts'
import { fileNameAt } from './file-name.ts'
import { linksCsv } from './links-csv.ts'
import { peersCsv } from './peers-csv.ts'
import { pngOf } from './png-picture.ts'
import { svgOf } from './svg-picture.ts'

const notDrawn = 'The picture is not drawn yet. Wait until peers are on the screen, then try again.'

/** What can be taken along, and how each is saved under the time of now. */
const things: readonly { readonly label: string; save(store: ScreenStore, when: Date): Promise<void> | void }[] = [
  { label: 'Picture as SVG', save: saveSvg },
  { label: 'Picture as PNG', save: savePng },
  {
    label: 'Peers as CSV',
    save: (store, when) =>
      saveFile(fileNameAt(when, 'csv', 'peers'), peersCsv(store.getState().view), 'text/csv;charset=utf-8'),
  },
  {
    label: 'Links as CSV',
    save: (store, when) =>
      saveFile(fileNameAt(when, 'csv', 'links'), linksCsv(store.getState().view), 'text/csv;charset=utf-8'),
  },
]

function saveSvg(store: ScreenStore, when: Date): void {
  const picture = currentPicture()
  if (picture === null) return notify(store, 'problem', notDrawn)
  const view = graphViewOf(store.getState())
  const words = [graphSentence(view), ...transferSentences(view)].join(' ')
  saveFile(fileNameAt(when, 'svg'), svgOf(picture, `Swarm graph, ${when.toLocaleString()}`, words), 'image/svg+xml')
}

async function savePng(store: ScreenStore, when: Date): Promise<void> {
  const picture = currentPicture()
  const png = picture && (await pngOf(picture))
  if (png === null) notify(store, 'problem', notDrawn)
  else saveFile(fileNameAt(when, 'png'), png, 'image/png')
}

/** A button that unfolds what can be saved of the screen, for a report or the next class. */
export function TakeAlong() {
  const { store } = useScreen()
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLFieldSetElement>(null)
  const listId = useId()

  /** The focus goes back to what unfolded the list, before that is hidden. */
  function close() {
    place.current?.querySelector('button')?.focus()
    setOpen(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    close()
  }

  function onBlur({ relatedTarget }: FocusEvent) {
    if (relatedTarget === null || !place.current?.contains(relatedTarget as Node)) setOpen(false)
  }

  return (
    <fieldset ref={place} className="take-along" aria-label="Take it along" onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        icon="save"
        look="header"
        iconOnly
        label="Take it along"
        hint="Save the picture or the tables"
        expanded={open}
        controls={listId}
        onPress={() => setOpen(!open)}
      />
      <ul id={listId} hidden={!open}>
        {things.map(({ label, save }) => (
          <li key={label}>
            <Button
              look="quiet"
              label={label}
              onPress={() => {
                void save(store, new Date())
                close()
              }}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
