import { useEffect, useRef, useState } from 'react'
import { purposeOf, useTakeFile } from './take-file.ts'

/** Takes files dropped anywhere on the window, and says so while they hang over it. */
export function DropZone() {
  const [hovering, setHovering] = useState(false)
  const takeFile = useTakeFile()
  const take = useRef(takeFile)
  take.current = takeFile

  useEffect(() => {
    const stop = new AbortController()
    const on = (type: 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) =>
      window.addEventListener(type, handle, { signal: stop.signal })
    on('dragover', (event) => {
      // Without this the browser would open the file in place of the screen.
      event.preventDefault()
      if (event.dataTransfer?.types.includes('Files')) setHovering(true)
    })
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setHovering(false)
    })
    on('drop', (event) => {
      event.preventDefault()
      setHovering(false)
      void takeAll([...(event.dataTransfer?.files ?? [])])
    })
    async function takeAll(files: File[]) {
      for (const file of files) await take.current(purposeOf(file), file)
    }
    return () => stop.abort()
  }, [])

  if (!hovering) return null
  return (
    <div className="drop-zone">
      <p>
        Drop a file to share it,
        <br />
        or a .torrent to join its swarm
      </p>
    </div>
  )
}
