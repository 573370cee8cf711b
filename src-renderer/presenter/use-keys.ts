import { useEffect } from 'react'
import { actOnKey } from './act-on-key.ts'
import type { Room } from './action.ts'

/** Lets the keys of the room work, wherever the focus is and unless something there wants the key itself. */
export function useKeys(room: Room): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      const { key, ctrlKey, metaKey, altKey, repeat, isComposing, defaultPrevented } = event
      const press = { key, ctrlKey, metaKey, altKey, repeat, isComposing, defaultPrevented, target }
      if (actOnKey(press, room)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [room])
}
