import { Fragment, type ReactNode } from 'react'
import { useScreen } from '../../screen.tsx'
import { copyAndTell } from '../copy-text.ts'
import { Button } from './button.tsx'

/** A text to be read, with a button that copies it; `what` names it: `The announce URL`. */
export function CopiedText({ what, text }: { what: string; text: string }) {
  const { store } = useScreen()
  return (
    <span className="copied-text">
      <code>{foldable(text)}</code>
      <Button
        icon="copy"
        look="quiet"
        iconOnly
        label={`Copy ${what.charAt(0).toLowerCase()}${what.slice(1)}`}
        onPress={() => void copyAndTell(store, what, text)}
      />
    </span>
  )
}

/** A URL is folded before its slashes where it has to be. */
function foldable(text: string): ReactNode {
  const parts = text.split(/(?<=[^/])(?=\/[^/])/)
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
