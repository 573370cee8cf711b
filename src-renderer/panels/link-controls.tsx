import type { LinkView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { type LinkEnd, linkEnds } from '../store/link-ends.ts'
import { FaultControls } from './fault-controls.tsx'
import { LimitsEditor } from './limits-editor.tsx'
import { Button } from './parts/button.tsx'

/** What can be limited and spoilt at each end of a link that is a peer of this computer. */
export function LinkControls({ link }: { link: LinkView }) {
  return linkEnds(useView(), link).map((end) => <End key={end.peer} end={end} />)
}

function End({ end: { peer, name, other, link, controls } }: { end: LinkEnd }) {
  const { run } = useScreen()
  if (link === null)
    return (
      <p className="hint">
        {name} runs elsewhere: only its own program can limit or spoil what it does on this connection.
      </p>
    )
  return (
    <section className="control-groups" aria-label={`${name}’s end`}>
      <fieldset className="controls">
        <legend>{name}’s end: limits</legend>
        <LimitsEditor peer={peer} scope={{ kind: 'link', link }} limits={controls.limits} />
      </fieldset>
      <fieldset className="controls">
        <legend>Trouble on purpose</legend>
        <FaultControls peer={peer} link={link} faults={controls.faults} />
      </fieldset>
      <fieldset className="controls">
        <legend>This connection</legend>
        <div className="button-row">
          <Button
            label="Close"
            hint={`${name} ends this connection politely. ${other} may dial again.`}
            onPress={() => run('close-link', { peer, link, abruptly: false })}
          />
          <Button
            look="danger"
            label="Reset"
            hint={`${name} resets this connection without a word, as a crash would.`}
            onPress={() => run('close-link', { peer, link, abruptly: true })}
          />
        </div>
        <p className="hint">Close: politely. Reset: without a word, as a crash would.</p>
      </fieldset>
    </section>
  )
}
