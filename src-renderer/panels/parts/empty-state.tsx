import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface EmptyStateProps {
  icon: IconName
  /** What is not there yet, and what to do about it. */
  children: ReactNode
  /** A button that does it. */
  action?: ReactNode
}

/** Stands where there is nothing to show yet. */
export function EmptyState({ icon, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <p className="empty">
        <Icon name={icon} />
        <span>{children}</span>
      </p>
      {action}
    </div>
  )
}
