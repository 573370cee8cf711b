import { useId, useState } from 'react'
import { limitText, readLimit } from '../../store/limit-text.ts'

export interface LimitFieldProps {
  /** What is limited: `Upload at most`. */
  label: string
  /** In bytes per second; null: no limit. */
  value: number | null
  /** Why it cannot be changed now; without it, it can. */
  whyNot?: string | undefined
  /** Called on Enter and when the field is left, with another limit than `value`; the field waits for it. */
  onChange(bytesPerSec: number | null): unknown
}

/** A limit of speed in KiB/s; empty for none. Escape takes back what was typed. */
export function LimitField({ label, value, whyNot, onChange }: LimitFieldProps) {
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const id = useId()

  async function apply() {
    if (typed === undefined || whyNot !== undefined) return
    const read = readLimit(typed)
    if ('problem' in read) return setProblem(read.problem)
    if (read.bytesPerSec !== value) await onChange(read.bytesPerSec)
    // Typed on meanwhile: that is to be applied next.
    setTyped((now) => (now === typed ? undefined : now))
  }

  function type(text: string | undefined) {
    setTyped(text)
    setProblem(undefined)
  }

  return (
    <div className="limit-field" title={whyNot}>
      <label htmlFor={id}>{label}</label>
      <span className="limit-input">
        <input
          id={id}
          value={typed ?? limitText(value)}
          placeholder="no limit"
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
        <span id={`${id}-unit`}>KiB/s</span>
      </span>
      <p id={`${id}-problem`} className={problem === undefined ? 'only-read-aloud' : 'problem'} aria-live="polite">
        {problem ?? whyNot}
      </p>
    </div>
  )
}
