import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { bannedWords } from '../store/banned-words.ts'
import { uploadShareWords } from '../store/limit-sentence.ts'
import { swarmName } from '../store/swarm-name.ts'
import { FaultControls } from './fault-controls.tsx'
import { LimitsEditor } from './limits-editor.tsx'
import { useShownSwarm } from './shown-fields.tsx'
import { timeOfDay } from './time-of-day.ts'

/** What can be limited and spoilt at a local peer: all of it, and its part in the shown swarm. */
export function PeerControls({ view, peer }: { view: View; peer: PeerView }) {
  const shown = useShownSwarm()
  if (!peer.local) return <p className="hint">Runs elsewhere: only its own program can limit or spoil what it does.</p>
  const whyNot = peer.running ? undefined : `${peer.name} is stopped. Start it again first.`
  const membership = shown === null ? undefined : peer.swarms[shown]
  const shared = uploadShareWords(peer)
  return (
    <div className="control-groups">
      <fieldset className="controls">
        <legend>Limits in all swarms</legend>
        <LimitsEditor peer={peer.id} scope={{ kind: 'peer' }} limits={peer.limits} whyNot={whyNot} />
        {shared !== null && (
          <p className="hint" title="The upload limit, shared evenly over the files that it uploads">
            {shared}
          </p>
        )}
      </fieldset>
      {shown !== null && membership !== undefined && (
        <fieldset className="controls">
          <legend>Limits in {swarmName(view, shown)}</legend>
          <LimitsEditor
            key={shown}
            peer={peer.id}
            scope={{ kind: 'swarm', infoHash: shown }}
            limits={membership.limits}
            whyNot={whyNot}
          />
        </fieldset>
      )}
      <fieldset className="controls">
        <legend>Trouble on purpose</legend>
        <FaultControls peer={peer.id} link={null} faults={peer.faults} whyNot={whyNot} />
      </fieldset>
    </div>
  )
}

/** Whom a local peer has caught sending wrong blocks, and does not speak with again. */
export function BannedPeers({ view, peer }: { view: View; peer: PeerView }) {
  if (peer.banned.length === 0) return null
  return (
    <ul className="banned-peers" aria-label="Banned by it">
      {peer.banned.map((banned) => (
        <li key={`${banned.id} ${banned.infoHash} ${banned.piece} ${banned.atMs}`}>
          <strong className="mark">Banned</strong>
          <time>{timeOfDay(banned.atMs)}</time> {bannedWords(view, banned)}
        </li>
      ))}
    </ul>
  )
}
