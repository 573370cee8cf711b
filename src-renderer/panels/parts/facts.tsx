import type { ReactNode } from 'react'

/** A list of named facts. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>
}

/** One fact: its name, and what holds. */
export function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt title={hint}>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
