/** How many device px a CSS px has on the screen where the window is. */
export function pixelRatio(): number {
  return window.devicePixelRatio || 1
}

/** Calls back when that changes, as when the window is moved to a projector; returns how to stop. */
export function watchPixelRatio(onChange: () => void): () => void {
  let media: MediaQueryList
  // A query knows of one ratio only: of the next change another one has to tell.
  const arm = () => {
    media = window.matchMedia(`(resolution: ${pixelRatio()}dppx)`)
    media.addEventListener('change', changed)
  }
  const changed = () => {
    media.removeEventListener('change', changed)
    arm()
    onChange()
  }
  arm()
  return () => media.removeEventListener('change', changed)
}
