import { useId, useState } from 'react'

export interface AppliedFieldProps<Value> {
  label: string
  value: Value
  /** The value as it is typed. */
  text: string
  unit: string
  placeholder?: string
  /** Why it cannot be changed now; without it, it can. */
  whyNot?: string | undefined
  read(typed: string): { readonly value: Value } | { readonly problem: string }
  /** Called on Enter and when the field is left, with another value; the field waits for it. */
  onChange(value: Value): unknown
}

/** A short field whose value is applied as soon as it is typed. Escape takes back what was typed. */
export function AppliedField<Value>(props: AppliedFieldProps<Value>) {
  const { label, value, text, unit, placeholder, whyNot, read, onChange } = props
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const id = useId()

  async function apply() {
    if (typed === undefined || whyNot !== undefined) return
    const answer = read(typed)
    if ('problem' in answer) return setProblem(answer.problem)
    if (answer.value !== value) await onChange(answer.value)
    // Typed on meanwhile: that is to be applied next.
    setTyped((now) => (now === typed ? undefined : now))
  }

  function type(next: string | undefined) {
    setTyped(next)
    setProblem(undefined)
  }

  return (
    <div className="limit-field" title={whyNot}>
      <label htmlFor={id}>{label}</label>
      <span className="limit-input">
        <input
          id={id}
          value={typed ?? text}
          placeholder={placeholder}
          inputMode="decimal"
          spellCheck={false}
          autoComplete="off"
          readOnly={whyNot !== undefined}
          aria-disabled={whyNot !== undefined || undefined}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={`${id}-unit ${id}-problem`}
          onChange={(event) => type(event.target.value)}
          onBlur={() => void apply()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault()
              void apply()
            }
            if (event.key === 'Escape') type(undefined)
          }}
        />
        <span id={`${id}-unit`}>{unit}</span>
      </span>
      <p id={`${id}-problem`} className={problem === undefined ? 'only-read-aloud' : 'problem'} aria-live="polite">
        {problem ?? whyNot}
      </p>
    </div>
  )
}
