import { type FormEvent, useId, useState } from 'react'
import { magnetIn } from '../store/magnet.ts'
import { Button } from './parts/button.tsx'
import { useTakeIn } from './take-in.ts'

const noLink = 'A magnet link begins with magnet:? and has no spaces. Paste one first.'

/** Where a magnet link is typed or pasted; Enter opens it. */
export function MagnetField({ whyNot }: { whyNot: string | undefined }) {
  const { openMagnet } = useTakeIn()
  const [text, setText] = useState('')
  const id = useId()
  const [problem, setProblem] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    const uri = magnetIn(text)
    if (uri === undefined || whyNot !== undefined) return setProblem(whyNot ?? noLink)
    if (await openMagnet(uri)) setText('')
  }

  return (
    <form className="magnet-field" onSubmit={submit}>
      <label htmlFor={id} className="only-read-aloud">
        Open magnet link
      </label>
      <input
        id={id}
        value={text}
        placeholder="or a magnet link"
        spellCheck={false}
        autoComplete="off"
        title={whyNot ?? 'Paste a magnet link and press Enter'}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
        // The window opens what is pasted elsewhere at once; here it waits for Enter.
        onPaste={(event) => event.stopPropagation()}
      />
      {text.trim() !== '' && <Button type="submit" look="primary" label="Open" whyNot={whyNot} onPress={() => {}} />}
      <p id={`${id}-problem`} className={problem === undefined ? 'only-read-aloud' : 'problem'} aria-live="polite">
        {problem}
      </p>
    </form>
  )
}
