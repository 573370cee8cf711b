import { useId } from 'react'

export interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly { readonly value: Value; readonly title: string }[]
  hint?: string
  onChoose(value: Value): void
}

/** A labelled list to choose one from. */
export function Choice<Value extends string>({ label, value, options, hint, onChoose }: ChoiceProps<Value>) {
  const id = useId()
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        // A long title may not fit into the field.
        title={[options.find((option) => option.value === value)?.title, hint].filter(Boolean).join(': ')}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChoose(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  )
}
