import { useId, useState } from 'react'
import { useScreenState } from '../screen.tsx'
import { chosenOptions } from '../store/share-options.ts'
import { chosenFiles } from './chosen-files.ts'
import { MagnetField } from './magnet-field.tsx'
import { Button } from './parts/button.tsx'
import { FileButton } from './parts/file-button.tsx'
import { ShareOptionsForm } from './share-options-form.tsx'
import { useTakeIn } from './take-in.ts'

/** The ways to share and open: a file, a folder, a .torrent, a magnet link. */
export function AddSwarm({ whyNot }: { whyNot: string | undefined }) {
  const { share, openTorrent } = useTakeIn()
  const [open, setOpen] = useState(false)
  const chosen = useScreenState((state) => chosenOptions(state.shareOptions))
  const optionsId = useId()
  return (
    <div className="add-swarm">
      <div className="button-row">
        <FileButton
          icon="share"
          label="Share a file"
          whyNot={whyNot}
          onFiles={([file]) => share(file.name, chosenFiles([file]))}
        />
        <FileButton
          icon="share"
          label="Share a folder"
          folder
          whyNot={whyNot}
          onFiles={(files) => {
            const chosen = chosenFiles(files)
            return share(chosen[0]?.path.split('/')[0] ?? '', chosen)
          }}
        />
        <Button
          icon="settings"
          look="quiet"
          iconOnly
          label="Options"
          hint="How the torrent is made of what you share next"
          expanded={open}
          controls={optionsId}
          onPress={() => setOpen(!open)}
        />
      </div>
      {!open && chosen !== undefined && <p className="hint">The next torrent: {chosen}.</p>}
      <div id={optionsId} hidden={!open}>
        {open && <ShareOptionsForm />}
      </div>
      <div className="add-row">
        <FileButton
          icon="open"
          label="Open .torrent"
          accept=".torrent"
          whyNot={whyNot}
          onFiles={([file]) => openTorrent(file)}
        />
        <MagnetField whyNot={whyNot} />
      </div>
    </div>
  )
}
