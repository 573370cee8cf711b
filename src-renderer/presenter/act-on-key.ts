import { notify, type ScreenState } from '../store/screen-store.ts'
import type { Action, Room } from './action.ts'
import { actionGroups } from './actions.ts'

/** What of a keyboard event decides what it does. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
> & { readonly target: Pick<Element, 'closest'> | null }

const all: readonly Action[] = actionGroups.flatMap(({ actions }) => actions)

/** Does what a key is for; answers whether it is for anything here. */
export function actOnKey(press: KeyPress, room: Room): boolean {
  const action = actionOf(press, room.store.getState())
  if (action === undefined) return false
  // Held down, a key would turn a thing on and off again, or fill the room with peers.
  if (press.repeat && action.repeats === undefined) return true
  const whyNot = action.whyNot?.(room.store.getState())
  if (whyNot !== undefined) notify(room.store, 'problem', whyNot)
  else action.perform(room)
  return true
}

/** The action that a key press is for now; undefined for none, and wherever the key has another use. */
export function actionOf(press: KeyPress, state: ScreenState): Action | undefined {
  const { defaultPrevented, ctrlKey, metaKey, altKey, isComposing, target } = press
  if (defaultPrevented || ctrlKey || metaKey || altKey || isComposing) return undefined
  if (target?.closest('input, textarea, select, [contenteditable], dialog')) return undefined
  const key = press.key.toLowerCase()
  // The space bar presses a button that has the focus, and scrolls what can be scrolled.
  if (key === ' ' && target?.closest('button, a, summary, [tabindex="0"]:not([role="application"])')) return undefined
  return all.find(
    ({ keys, alsoKey, isFor }) => (keys.includes(key) || alsoKey === key) && (isFor === undefined || isFor(state)),
  )
}
