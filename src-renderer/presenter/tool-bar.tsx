import { useScreenState } from '../screen.tsx'
import type { Room } from './action.ts'
import { ActionButton } from './action-button.tsx'
import { actions } from './actions.ts'

/** What a presenter needs at hand, each as a button that tells its key. */
export function ToolBar({ room }: { room: Room }) {
  const pen = useScreenState((state) => state.pen)
  const shown = [
    actions.pause,
    actions.findMe,
    actions.layout,
    actions.spotlight,
    actions.pen,
    ...(pen ? [actions.clearPen] : []),
    actions.projector,
    actions.dark,
    actions.keys,
  ]
  return (
    <fieldset className="button-row tool-bar" aria-label="Presenting">
      {shown.map((action) => (
        <ActionButton key={action.label} action={action} room={room} look="header" iconOnly />
      ))}
    </fieldset>
  )
}
