import { useEffect, useRef, useState } from 'react'
import { useView } from '../screen.tsx'

const tickMs = 1000

/**
 * The time now by the view's clock, in Unix ms: what its newest event said, and what has passed here since. It draws
 * anew once a second, and not at all while the page is hidden.
 */
export function useViewClock(): number {
  const { atMs } = useView()
  const heard = useRef({ atMs: 0, hereMs: 0 })
  const [, tick] = useState(0)
  if (heard.current.atMs !== atMs) heard.current = { atMs, hereMs: performance.now() }

  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined
    function follow() {
      clearInterval(timer)
      timer = document.hidden ? undefined : setInterval(() => tick((ticks) => ticks + 1), tickMs)
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', follow)
    }
  }, [])

  return atMs + performance.now() - heard.current.hereMs
}
