import { type ReactNode, useId } from 'react'

export interface CheckBoxProps {
  label: ReactNode
  checked: boolean
  onCheck(checked: boolean): void
  /** What a tick means, where the label needs more words. */
  hint?: string
  /** The label in full, where it is shortened. */
  title?: string
  /** Why it cannot be changed now; it stays focusable so that the reason can be read. */
  whyNot?: string | undefined
}

/** A check box that says why when it cannot be changed. */
export function CheckBox({ label, checked, onCheck, hint, title, whyNot }: CheckBoxProps) {
  const id = useId()
  const said = hint !== undefined || whyNot !== undefined
  return (
    <div className="check-box" title={whyNot ?? title}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-disabled={whyNot !== undefined || undefined}
        aria-describedby={said ? `${id}-hint` : undefined}
        onChange={(event) => {
          if (whyNot === undefined) onCheck(event.target.checked)
        }}
      />
      <label htmlFor={id}>{label}</label>
      {said && (
        <p id={`${id}-hint`} className={hint === undefined ? 'only-read-aloud' : 'hint'}>
          {hint} {whyNot}
        </p>
      )}
    </div>
  )
}
