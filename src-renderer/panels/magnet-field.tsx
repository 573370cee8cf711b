import { type FormEvent, useId, useState } from 'react'
import { magnetIn } from '../store/magnet.ts'
import { Button } from './parts/button.tsx'
import { useTakeIn } from './take-in.ts'

/** Where a magnet link is typed or pasted; Enter opens it. */
export function MagnetField({ whyNot }: { whyNot: string | undefined }) {
  const { openMagnet } = useTakeIn()
  const [text, setText] = useState('')
  const id = useId()
  const wrong = text.trim() !== '' && magnetIn(text) === undefined
  const noLink = 'Paste a magnet link first. It begins with magnet:?'

  async function submit(event: FormEvent) {
    event.preventDefault()
    const uri = magnetIn(text)
    if (whyNot === undefined && uri !== undefined && (await openMagnet(uri))) setText('')
  }

  return (
    <form className="magnet-field" onSubmit={submit}>
      <label htmlFor={id} className="only-read-aloud">
        Open magnet link
      </label>
      <input
        id={id}
        value={text}
        placeholder="magnet link"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong || undefined}
        title={wrong ? noLink : 'Open magnet link'}
        onChange={(event) => setText(event.target.value)}
        // The window opens what is pasted elsewhere at once; here it waits for Enter.
        onPaste={(event) => event.stopPropagation()}
      />
      <Button
        type="submit"
        label="Open"
        whyNot={whyNot ?? (wrong || text.trim() === '' ? noLink : undefined)}
        onPress={() => {}}
      />
    </form>
  )
}
