import { useState } from 'react'
import { serverFailureSentence } from '../../src-shared/swarm/listen-failure.ts'
import { useScreen, useScreenState } from '../screen.tsx'
import { meOf } from '../store/peers.ts'
import { dismissNotice } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'

/** What a command could not do, in the corner where it hides nothing of the graph's centre. */
export function Notices() {
  const { store } = useScreen()
  const notices = useScreenState((state) => state.notices)
  return (
    <div className="notices" role="status" aria-label="Notices">
      <OtherPort />
      {notices.map(({ id, tone, text }) => (
        <div key={id} className={`notice ${tone}`}>
          <p>{text}</p>
          <Button icon="close" look="quiet" iconOnly label="Dismiss" onPress={() => dismissNotice(store, id)} />
        </div>
      ))}
    </div>
  )
}

/** That the server listens on another port than it was asked to: it stays until it is mended or put away. */
function OtherPort() {
  const sentence = useScreenState(({ view }) => {
    const me = meOf(view)
    return me?.serverFailure && me.server ? serverFailureSentence(me.serverFailure, me.server) : null
  })
  const [dismissed, setDismissed] = useState<string | null>(null)
  if (sentence === null || sentence === dismissed) return null
  return (
    <div className="notice">
      <p>{sentence}</p>
      <Button icon="close" look="quiet" iconOnly label="Dismiss" onPress={() => setDismissed(sentence)} />
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
