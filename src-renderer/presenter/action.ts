import type { IconName } from '../panels/parts/icon.tsx'
import type { Screen } from '../screen.tsx'
import type { ScreenState } from '../store/screen-store.ts'

/** What is asked of the picture from outside of it. */
export interface StageTools {
  /** Shows everything. */
  fit(): void
  /** Zooms in by a factor above 1, out by one below. */
  zoomBy(factor: number): void
  /** Selects this window's peer and brings it into sight. */
  findMe(): void
  /** Wipes off what the pen drew; answers how to bring it back. */
  clearPen(): () => void
}

/** What an action acts on. */
export interface Room extends Pick<Screen, 'store' | 'run'> {
  readonly stage: StageTools
}

/** One thing to do before a class: a key, and a button that says the same. */
export interface Action {
  readonly icon: IconName
  /** The name of its button, and its line in the list of the keys. */
  readonly label: string
  readonly hint?: string
  /** The keys that do it, as KeyboardEvent.key names them, letters in lower case. */
  readonly keys: readonly string[]
  /** A key beside a shown one, which is where some keyboards have it: `=` for `+`. */
  readonly alsoKey?: string
  /** Goes on while the key is held down. */
  readonly repeats?: true
  /** For a key that means something only at times, and nothing else meanwhile: whether it does. */
  isFor?(state: ScreenState): boolean
  /** Why it cannot be done now; undefined when it can. */
  whyNot?(state: ScreenState): string | undefined
  /** What it turns on is a part of the screen that unfolds. */
  readonly unfolds?: true
  /** For what is on or off: whether it is on. */
  isOn?(state: ScreenState): boolean
  perform(room: Room): unknown
}

/** A key as it is written on a keyboard: `Space`, `F`, `−`. */
export function keyName(key: string): string {
  if (key === ' ') return 'Space'
  if (key === '-') return '−'
  if (key === 'escape') return 'Esc'
  return key.length === 1 ? key.toUpperCase() : key
}

/** The keys of an action in words: `Space or .`. */
export function keysInWords({ keys }: Pick<Action, 'keys'>): string {
  return keys.map(keyName).join(' or ')
}
