import { useRef } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'

export interface FileButtonProps {
  label: string
  icon: IconName
  /** Endings to offer first, as for an HTML file input. */
  accept?: string
  /** A whole folder is chosen, with all files below it. */
  folder?: boolean
  hint?: string
  whyNot?: string | undefined
  /** At least one file; exactly one unless a folder is chosen. */
  onFiles(files: readonly [File, ...File[]]): void
}

/** A button that lets the person choose one file, or one folder. */
export function FileButton({ label, icon, accept, folder = false, hint, whyNot, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        icon={icon}
        label={label}
        {...(hint !== undefined && { hint })}
        whyNot={whyNot}
        onPress={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        {...(folder && { webkitdirectory: '' })}
        aria-label={label}
        onChange={(event) => {
          const [first, ...rest] = event.target.files ?? []
          if (first !== undefined) onFiles([first, ...rest])
          // Choosing the same file again is a change again.
          event.target.value = ''
        }}
      />
    </>
  )
}
