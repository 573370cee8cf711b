import { useSyncExternalStore } from 'react'

const query = '(prefers-reduced-motion: reduce)'

/** Whether the system asks for less motion; follows the setting while it changes. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches)
}

function watch(onChange: () => void): () => void {
  const media = window.matchMedia(query)
  media.addEventListener('change', onChange)
  return () => media.removeEventListener('change', onChange)
}
