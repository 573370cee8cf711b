import { type RefObject, useEffect, useState } from 'react'

/** The room inside an element, in CSS px, and how many device pixels make one of them. */
export interface ElementSize {
  readonly width: number
  readonly height: number
  readonly pixelRatio: number
}

/** The size of an element, followed as it changes; nothing at first. */
export function useSize(element: RefObject<HTMLElement | null>): ElementSize {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0, pixelRatio: 1 })
  useEffect(() => {
    const watched = element.current
    if (watched === null) return
    const observer = new ResizeObserver(() =>
      setSize({ width: watched.clientWidth, height: watched.clientHeight, pixelRatio: window.devicePixelRatio || 1 }),
    )
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element])
  return size
}
