import { useScreen, useScreenState } from '../screen.tsx'
import { dismissNotice } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'

/** What a command could not do, in the corner where it hides nothing of the graph's centre. */
export function Notices() {
  const { store } = useScreen()
  const notices = useScreenState((state) => state.notices)
  return (
    <div className="notices" role="status" aria-label="Notices">
      {notices.map(({ id, tone, text }) => (
        <div key={id} className={`notice ${tone}`}>
          <p>{text}</p>
          <Button icon="close" look="quiet" iconOnly label="Dismiss" onPress={() => dismissNotice(store, id)} />
        </div>
      ))}
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
