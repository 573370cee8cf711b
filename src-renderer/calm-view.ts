import { startTransition, useEffect, useRef, useState } from 'react'
import type { View } from '../src-shared/swarm/view.ts'
import { browserWindow, FramePace, panelLimits } from './frame-pace.ts'
import type { ScreenStore } from './store/screen-store.ts'

/**
 * The view as the panels show it: some steps behind the graph, whose motion comes first, and drawn in slices between its
 * frames; up to date at once when a hand acts.
 */
export function useCalmView(store: ScreenStore): View {
  const [view, setView] = useState(() => store.getState().view)
  const whenDrawn = useRef<() => void>(undefined)

  useEffect(() => {
    const browser = browserWindow()
    // Slices take longer than one frame: what it costs is known when the last one is on the screen.
    const pace = new FramePace(panelLimits, {
      ...browser,
      afterPaint: (run) => {
        whenDrawn.current = () => browser.afterPaint(run)
      },
    })
    const take = () => startTransition(() => setView(store.getState().view))
    const hurry = () => pace.hurry()
    const stopFollowing = store.subscribe((now, before) => {
      if (now.view !== before.view) pace.whenPaid(take)
    })
    pace.whenPaid(take)
    for (const act of acts) window.addEventListener(act, hurry, { capture: true })
    return () => {
      for (const act of acts) window.removeEventListener(act, hurry, { capture: true })
      stopFollowing()
      pace.stop()
    }
  }, [store])

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the view that is drawn then.
  useEffect(() => {
    whenDrawn.current?.()
    whenDrawn.current = undefined
  }, [view])

  return view
}

const acts = ['pointerdown', 'keydown'] as const
