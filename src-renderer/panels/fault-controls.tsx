import type { Faults } from '../../src-shared/swarm/events.ts'
import type { LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { useScreen } from '../screen.tsx'
import { latencyText, readLatency } from '../store/latency-text.ts'
import { AppliedField } from './parts/applied-field.tsx'
import { Button } from './parts/button.tsx'

export interface FaultControlsProps {
  peer: PeerId
  /** Null: on all links of the peer. */
  link: LinkId | null
  faults: Faults
  whyNot?: string | undefined
}

/** Trouble made on purpose at a local peer, on all its links or on one: it hangs, it lags, it spoils a block. */
export function FaultControls({ peer, link, faults, whyNot }: FaultControlsProps) {
  const { run } = useScreen()
  const change = (changes: Partial<Faults>) => run('change-faults', { peer, link, faults: { ...faults, ...changes } })
  return (
    <>
      <AppliedField
        label="Latency"
        value={faults.latencyMs}
        text={latencyText(faults.latencyMs)}
        unit="ms"
        placeholder="none"
        whyNot={whyNot}
        read={readLatency}
        onChange={(latencyMs) => change({ latencyMs })}
      />
      <div className="button-row">
        <Button
          label="Freeze"
          pressed={faults.frozen}
          hint="It reads and sends nothing, as a program that hangs. Press again to let it go on."
          whyNot={whyNot}
          onPress={() => change({ frozen: !faults.frozen })}
        />
        <Button
          label="Corrupt next block"
          hint="Spoils the next block that it sends, so that the SHA-1 of its piece is wrong."
          whyNot={whyNot}
          onPress={() => run('corrupt-next-block', { peer, link })}
        />
      </div>
      <p className="hint">
        {faults.frozen
          ? 'Frozen now: it reads and sends nothing, as a program that hangs.'
          : 'Freeze: it reads and sends nothing, as a program that hangs.'}
      </p>
    </>
  )
}
