import { useEffect, useRef, useState } from 'react'
import type { ChosenFile } from '../bridge/screen-bridge.ts'
import { useScreen } from '../screen.tsx'
import { magnetIn } from '../store/magnet.ts'
import { notify } from '../store/screen-store.ts'
import { chosenFiles, filesBelow } from './chosen-files.ts'
import { type Dropped, droppedIn } from './dropped.ts'
import { useTakeIn } from './take-in.ts'

/** Takes files, folders and magnet links dropped or pasted anywhere on the window, and says so while they hang over it. */
export function DropZone() {
  const [hovering, setHovering] = useState(false)
  const takeDropped = useTakeDropped()
  const take = useRef(takeDropped)
  take.current = takeDropped

  useEffect(() => {
    const stop = new AbortController()
    const on = <Type extends keyof WindowEventMap>(type: Type, handle: (event: WindowEventMap[Type]) => void) =>
      window.addEventListener(type, handle, { signal: stop.signal })
    on('dragover', (event) => {
      // Without this the browser would open the file in place of the screen.
      event.preventDefault()
      if (event.dataTransfer?.types.some((type) => type === 'Files' || type === 'text/uri-list')) setHovering(true)
    })
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setHovering(false)
    })
    on('drop', (event) => {
      event.preventDefault()
      setHovering(false)
      if (event.dataTransfer !== null) void takeAll(droppedIn(event.dataTransfer))
    })
    on('paste', (event) => {
      const uri = magnetIn(event.clipboardData?.getData('text/plain') ?? '')
      if (uri === undefined) return
      event.preventDefault()
      void takeAll([{ kind: 'magnet', uri }])
    })
    async function takeAll(all: Dropped[]) {
      for (const dropped of all) await take.current(dropped)
    }
    return () => stop.abort()
  }, [])

  if (!hovering) return null
  return (
    <div className="drop-zone">
      <p>
        Drop a file or folder to share it,
        <br />
        or a .torrent or magnet link to join its swarm
      </p>
    </div>
  )
}

function useTakeDropped(): (dropped: Dropped) => Promise<unknown> {
  const { bridge, store } = useScreen()
  const { share, openTorrent, openMagnet } = useTakeIn()

  /** The desktop shell finds a folder by its path; a browser has to list its files. */
  async function shareFolder(file: File, entry: FileSystemDirectoryEntry) {
    const whole: ChosenFile[] = [{ file, path: file.name }]
    const files = bridge.shell === 'electron' ? whole : await filesBelow(entry).catch(() => undefined)
    if (files === undefined) return notify(store, 'problem', `${file.name} cannot be read. Is it still there?`)
    await share(file.name, files)
  }

  return async (dropped) => {
    if (dropped.kind === 'magnet') return openMagnet(dropped.uri)
    if (dropped.kind === 'torrent') return openTorrent(dropped.file)
    if (dropped.kind === 'folder') return shareFolder(dropped.file, dropped.entry)
    return share(dropped.file.name, chosenFiles([dropped.file]))
  }
}
