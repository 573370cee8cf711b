import { useEffect, useRef } from 'react'
import { useScreen, useScreenState } from '../screen.tsx'
import { dismissNotice, type Notice, showSettings } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'

const doneShownMs = 8000
/** It takes a while to see that something should not have been done. */
const undoShownMs = 20_000

/** What a command did or could not do, in a strip of its own between the graph and the drawer: it hides neither. */
export function Notices() {
  const notices = useScreenState((state) => state.notices)
  return (
    <div className="notices" role="status" aria-label="Notices">
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

/** A problem or an offer stays until it is dismissed; what went well goes by itself, unless somebody is at it. */
function OneNotice({ notice: { id, tone, text, undo } }: { notice: Notice }) {
  const { store } = useScreen()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (tone !== 'done') return
    const goUnlessInUse = () => {
      if (!box.current?.matches(':hover, :focus-within')) dismissNotice(store, id)
    }
    const timer = setInterval(goUnlessInUse, undo === undefined ? doneShownMs : undoShownMs)
    return () => clearInterval(timer)
  }, [store, id, tone, undo])
  return (
    // Whoever presses twice what dismissed another one dismisses this one, and undoes nothing.
    <div ref={box} className={`notice ${tone}`} data-focus-home=":scope > .button">
      <div className="notice-words">
        <p>{text}</p>
        {tone === 'offer' && <Button icon="settings" label="Settings…" onPress={() => showSettings(store, true)} />}
        {undo !== undefined && (
          <Button
            icon="undo"
            label="Undo"
            onPress={() => {
              dismissNotice(store, id)
              undo()
            }}
          />
        )}
      </div>
      <Button icon="close" look="quiet" iconOnly label="Dismiss" onPress={() => dismissNotice(store, id)} />
    </div>
  )
}

/** Says across the window that the program behind the screen is away. */
export function ConnectionBanner() {
  const connection = useScreenState((state) => state.connection)
  if (connection === 'live' || connection === 'connecting') return null
  return (
    <p className="banner" role="alert">
      {connection === 'retrying'
        ? 'Connection to the program lost, retrying… What you see is how things were.'
        : 'This page is not signed in any more. Open the address printed in the terminal again.'}
    </p>
  )
}
