import { type KeyboardEvent, useId, useState } from 'react'
import { type Selection, selectionKey } from '../store/selection.ts'

interface ToolsProps {
  readonly selection: Selection | null
  /** Selects and shows the first peer that holds the text, the next when asked again; answers how many do. */
  readonly onFind: (text: string) => number
  /** Whoever searched goes back to the picture. */
  readonly onLeave: () => void
  readonly isFollowing: boolean
  readonly onFollow: (isOn: boolean) => void
  readonly onPin: (isPinned: boolean) => void
}

/** To find a peer by its name, address or client, and to stay with the selected one. */
export function GraphTools({ selection, onFind, onLeave, isFollowing, onFollow, onPin }: ToolsProps) {
  const [text, setText] = useState('')
  const [found, setFound] = useState<number | null>(null)
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set())
  const wordsId = useId()
  const key = selection?.kind === 'peer' ? selectionKey(selection) : null

  function togglePin(peer: string): void {
    const isPinned = !pinned.has(peer)
    setPinned(new Set(isPinned ? [...pinned, peer] : [...pinned].filter((one) => one !== peer)))
    onPin(isPinned)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') setFound(text.trim() === '' ? null : onFind(text))
    else if (event.key === 'Escape') {
      setText('')
      setFound(null)
      onLeave()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="graph-tools">
      <input
        type="search"
        aria-label="Find a peer"
        aria-describedby={wordsId}
        placeholder="Find a peer"
        title="By name, address or client; Enter shows it, and the next one when pressed again; Escape goes to the picture."
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          setFound(null)
        }}
        onKeyDown={onKeyDown}
      />
      <span id={wordsId} role="status">
        {found === null ? '' : found === 0 ? 'nobody found' : found === 1 ? 'found' : `${found} found`}
      </span>
      {key !== null && (
        <>
          <button
            type="button"
            aria-pressed={isFollowing}
            title="Keep the selected peer in the middle"
            onClick={() => onFollow(!isFollowing)}
          >
            Follow
          </button>
          <button
            type="button"
            aria-pressed={pinned.has(key)}
            title="The selected peer stays where it is put"
            onClick={() => togglePin(key)}
          >
            Pin
          </button>
        </>
      )}
    </div>
  )
}
