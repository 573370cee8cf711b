import type { LimitScope, Limits } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { useScreen } from '../screen.tsx'
import { LimitField } from './parts/limit-field.tsx'

export interface LimitsEditorProps {
  /** The local peer that keeps to the limits. */
  peer: PeerId
  /** What they hold for. */
  scope: LimitScope
  limits: Limits
  /** Why they cannot be changed now. */
  whyNot?: string | undefined
}

/** Both limits of a local peer, of its part in a swarm or of its end of a link; each is applied at once. */
export function LimitsEditor({ peer, scope, limits, whyNot }: LimitsEditorProps) {
  const { run } = useScreen()
  const change = (changed: Partial<Limits>) => run('change-limits', { peer, scope, limits: { ...limits, ...changed } })
  return (
    <div className="limits-editor">
      <LimitField
        label="Upload at most"
        value={limits.upBytesPerSec}
        whyNot={whyNot}
        onChange={(upBytesPerSec) => change({ upBytesPerSec })}
      />
      <LimitField
        label="Download at most"
        value={limits.downBytesPerSec}
        whyNot={whyNot}
        onChange={(downBytesPerSec) => change({ downBytesPerSec })}
      />
    </div>
  )
}
