import type { ReactNode } from 'react'

/** A named part of the screen, with its name as a heading. */
export function Panel({ name, actions, children }: { name: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel" aria-label={name}>
      <header className="panel-head">
        <h2>{name}</h2>
        {actions}
      </header>
      {children}
    </section>
  )
}
