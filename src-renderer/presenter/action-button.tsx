import { Button, type ButtonProps } from '../panels/parts/button.tsx'
import { useScreenState } from '../screen.tsx'
import { type Action, keysInWords, type Room } from './action.ts'

export interface ActionButtonProps extends Pick<ButtonProps, 'look' | 'iconOnly' | 'shrinks'> {
  action: Action
  room: Room
}

/** The button of an action, with its key in the tooltip. */
export function ActionButton({ action, room, ...looks }: ActionButtonProps) {
  const { icon, label, hint } = action
  const on = useScreenState((state) => action.isOn?.(state))
  const whyNot = useScreenState((state) => action.whyNot?.(state))
  return (
    <Button
      {...looks}
      icon={icon}
      label={label}
      hint={hint}
      keys={keysInWords(action)}
      whyNot={whyNot}
      {...(on !== undefined && (action.unfolds ? { expanded: on } : { pressed: on }))}
      onPress={() => action.perform(room)}
    />
  )
}
