import type { Unseen } from '../../src-shared/swarm/patch.ts'
import { reduceAll } from '../../src-shared/swarm/reduce.ts'
import type { ScreenBridge } from '../bridge/screen-bridge.ts'
import type { ScreenState, ScreenStore } from './screen-store.ts'

/** Calls back once, soon: an animation frame in the app, by hand in a test. */
export type Schedule = (run: () => void) => void

/**
 * Folds the feed into the store's view and answers how to stop. Events are folded as they come, so that nothing piles up
 * while the window is hidden, but the store changes at most once a `schedule`, so React draws at most once a frame. `onLoad`
 * hears what part of the computer the peers take.
 */
export function followFeed(
  store: ScreenStore,
  bridge: ScreenBridge,
  schedule: Schedule,
  onLoad: (load: number) => void = () => undefined,
): () => void {
  let next: Pick<ScreenState, 'view' | 'connection'> = store.getState()
  let scheduled = false
  /** What of the view was not published yet: it need not be copied for each message. */
  let unseen: Unseen = new WeakSet()

  function publishSoon(change: Partial<typeof next>) {
    next = { ...next, ...change }
    if (scheduled) return
    scheduled = true
    schedule(() => {
      scheduled = false
      unseen = new WeakSet()
      store.setState({ view: next.view, connection: next.connection })
    })
  }

  return bridge.subscribe(
    (message) => {
      if (message.kind === 'events') onLoad(message.load)
      const view = message.kind === 'view' ? message.view : reduceAll(next.view, message.events, unseen)
      publishSoon({ view, connection: 'live' })
    },
    (loss) => {
      // Nobody tells any more.
      onLoad(0)
      publishSoon({ connection: loss })
    },
  )
}
