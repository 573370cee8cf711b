import type { Role } from '../../../src-shared/swarm/events.ts'

/** A bar of how much is here, in the colour of the role; `share` is from 0 to 1. */
export function Progress({ share, role, label }: { share: number; role: Role; label: string }) {
  const percent = Math.floor(share * 100)
  return (
    <div
      className={`progress ${role}`}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className="progress-fill" style={{ width: `${share * 100}%` }} />
    </div>
  )
}
