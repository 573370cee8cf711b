import { useState } from 'react'
import type { Faults } from '../../src-shared/swarm/events.ts'
import type { LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { useScreen, useView } from '../screen.tsx'
import { latencyText, readLatency } from '../store/latency-text.ts'
import { lastSpoilt, spoiltWords } from '../store/spoilt-block.ts'
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
  const [askedAtSeq, setAskedAtSeq] = useState<number>()
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
        <CorruptNextBlock peer={peer} link={link} whyNot={whyNot} onAsked={setAskedAtSeq} />
      </div>
      <SpoiltHint peer={peer} link={link} askedAtSeq={askedAtSeq} />
      <p className="hint">
        {faults.frozen
          ? 'Frozen now: it reads and sends nothing, as a program that hangs.'
          : 'Freeze: it reads and sends nothing, as a program that hangs.'}
      </p>
    </>
  )
}

interface CorruptNextBlockProps extends Pick<FaultControlsProps, 'peer' | 'link' | 'whyNot'> {
  /** Called with the event after which the next block is to be wrong. */
  onAsked(seq: number): void
}

function CorruptNextBlock({ peer, link, whyNot, onAsked }: CorruptNextBlockProps) {
  const { run, store } = useScreen()
  return (
    <Button
      label="Corrupt next block"
      hint="Spoils the next block that it sends, so that the SHA-1 of its piece is wrong."
      whyNot={whyNot}
      onPress={async () => {
        const { seq } = store.getState().view
        const result = await run('corrupt-next-block', { peer, link })
        if (result.ok) onAsked(seq)
      }}
    />
  )
}

interface SpoiltHintProps extends Pick<FaultControlsProps, 'peer' | 'link'> {
  askedAtSeq: number | undefined
}

/** That the next block will be wrong, and which one it was then. */
function SpoiltHint({ peer, link, askedAtSeq }: SpoiltHintProps) {
  const view = useView()
  const spoilt = lastSpoilt(view, peer, link)
  const words = spoilt && spoiltWords(view, spoilt)
  const isWaiting = askedAtSeq !== undefined && (spoilt?.seq ?? 0) <= askedAtSeq
  return (
    <p className="hint" aria-live="polite">
      {isWaiting ? 'The next block that it sends will be wrong.' : words}
    </p>
  )
}
