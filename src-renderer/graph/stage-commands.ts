// What keys and buttons outside of the graph can ask of it, and what can be taken along: the mounted stage fills it, so nobody needs a ref.

import type { ThemeName } from '../store/theme.ts'
import type { Motion } from './paint.ts'
import type { Scene } from './scene.ts'

/** The picture as it stands, for paintScene. */
export interface Picture {
  readonly scene: Scene
  readonly motion: Motion
  readonly theme: ThemeName
}

export interface StageCommands {
  fit(): void
  zoomBy(factor: number): void
  clearPen(): () => void
  findMe(): void
  currentPicture(): Picture | null
}

let mounted: StageCommands | null = null

/** Makes a stage the one that commands go to; answers how to take it away again. */
export function mountStage(stage: StageCommands): () => void {
  mounted = stage
  return () => {
    if (mounted === stage) mounted = null
  }
}

/** Shows everything, and goes on doing so until the user moves the camera again. */
export function fit(): void {
  mounted?.fit()
}

/** Zooms in (above 1) or out round the middle. */
export function zoomBy(factor: number): void {
  mounted?.zoomBy(factor)
}

/** Wipes away all that the pen has drawn; answers how to bring it back. */
export function clearPen(): () => void {
  return mounted?.clearPen() ?? (() => {})
}

/** Selects this window's own peer and shows it in the middle. */
export function findMe(): void {
  mounted?.findMe()
}

/** The picture as it stands; null while there is none. */
export function currentPicture(): Picture | null {
  return mounted?.currentPicture() ?? null
}
