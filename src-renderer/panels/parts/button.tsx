import { type ReactNode, useId } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps {
  /** The words on the button; for an `iconOnly` button, its accessible name and tooltip. */
  label: string
  onPress(): void
  icon?: IconName
  iconOnly?: boolean
  look?: 'plain' | 'primary' | 'quiet' | 'danger' | 'header'
  type?: 'button' | 'submit'
  /** What pressing it does, where the label needs more words. */
  hint?: string | undefined
  /** The keys that do the same from anywhere, in words: `Space or .`. */
  keys?: string
  /** Only its icon is seen where there is little room; the words stay its name. */
  shrinks?: boolean
  /** Why it cannot be pressed now; without it, it can. It stays focusable so that the reason can be read. */
  whyNot?: string | undefined
  expanded?: boolean
  /** For a button that stays pressed: whether it is. */
  pressed?: boolean
  /** The id of what it unfolds. */
  controls?: string
  children?: ReactNode
}

/** A button that never goes grey without saying why. */
export function Button(props: ButtonProps) {
  const {
    label,
    onPress,
    icon,
    iconOnly = false,
    look = 'plain',
    type = 'button',
    shrinks = false,
    whyNot,
    expanded,
    pressed,
    controls,
  } = props
  const reasonId = useId()
  const off = whyNot !== undefined
  return (
    <button
      type={type}
      className={`button ${look}${iconOnly ? ' icon-only' : ''}${shrinks ? ' shrinks' : ''}`}
      title={whyNot ?? titleOf(props)}
      aria-label={iconOnly ? label : undefined}
      aria-disabled={off || undefined}
      aria-describedby={off ? reasonId : undefined}
      aria-expanded={expanded}
      aria-pressed={pressed}
      aria-controls={controls}
      onClick={(event) => {
        // The second half of a double click: what it meant to press may have moved away and another come in its place.
        if (off || event.detail > 1) event.preventDefault()
        else if (type === 'button') onPress()
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {!iconOnly && <span>{label}</span>}
      {off && (
        // Hidden, it is no part of the name, and describes the button all the same.
        <span id={reasonId} className="only-read-aloud" aria-hidden="true">
          {whyNot}
        </span>
      )}
    </button>
  )
}

/** What it does, and by which key; nothing where the words on it say all. */
function titleOf({ label, hint, keys, iconOnly, shrinks }: ButtonProps): string | undefined {
  // Where the icon may stand alone, its name is said too; those in a row of a table begin their hint with it.
  const words = hint === undefined || shrinks || (iconOnly && keys !== undefined) ? [label, hint] : [hint]
  const said = iconOnly || shrinks || hint !== undefined || keys !== undefined
  return said ? words.filter(Boolean).join(': ') + (keys === undefined ? '' : ` (${keys})`) : undefined
}
