import { useRef } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'

export interface FileButtonProps {
  label: string
  icon: IconName
  /** Endings to offer first, as for an HTML file input. */
  accept?: string
  whyNot?: string | undefined
  onFile(file: File): void
}

/** A button that lets the person choose one file. */
export function FileButton({ label, icon, accept, whyNot, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={icon} label={label} whyNot={whyNot} onPress={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file !== undefined) onFile(file)
          // Choosing the same file again is a change again.
          event.target.value = ''
        }}
      />
    </>
  )
}
