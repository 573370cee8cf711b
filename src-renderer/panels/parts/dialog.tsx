import { type ReactNode, useEffect, useRef } from 'react'

export interface DialogProps {
  /** What it is called, as heading and for screen readers. */
  name: string
  /** It takes more width, for what stands in columns. */
  wide?: boolean
  /** Called when it was closed, by Escape too. */
  onClose(): void
  /** Its content; `close` closes it and gives the focus back. */
  children(close: () => void): ReactNode
}

/** A dialog over the screen: it takes the focus, Escape closes it. */
export function Dialog({ name, wide = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} aria-label={name} className={wide ? 'dialog wide' : 'dialog'} onClose={onClose}>
      <h2>{name}</h2>
      {children(() => dialog.current?.close())}
    </dialog>
  )
}
