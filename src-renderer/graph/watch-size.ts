import type { Size } from './camera.ts'
import { pixelRatio, watchPixelRatio } from './pixel-ratio.ts'

/** Calls back with an element's size in CSS px, and the device px of each, now and at each change; returns how to stop. */
export function watchSize(element: HTMLElement, onSize: (size: Size, pixelRatio: number) => void): () => void {
  let told: readonly number[] = []
  const report = () => {
    const now = [element.clientWidth, element.clientHeight, pixelRatio()] as const
    if (now.every((value, index) => value === told[index])) return
    told = now
    const [width, height, ratio] = now
    onSize({ width, height }, ratio)
  }
  const observer = new ResizeObserver(report)
  observer.observe(element)
  const stopWatching = watchPixelRatio(report)
  report()
  return () => {
    observer.disconnect()
    stopWatching()
  }
}
