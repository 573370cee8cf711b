import { useSyncExternalStore } from 'react'
import { pixelRatio, watchPixelRatio } from './pixel-ratio.ts'

/** How many device px a CSS px has; follows the window from screen to screen. */
export function usePixelRatio(): number {
  return useSyncExternalStore(watchPixelRatio, pixelRatio)
}
