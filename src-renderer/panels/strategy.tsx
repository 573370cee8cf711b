import { chokingProfiles } from '../../src-shared/swarm/choking.ts'
import { pickingRules } from '../../src-shared/swarm/picking.ts'
import type { MembershipView, PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen } from '../screen.tsx'
import type { ShownPeer } from '../store/shown-peer.ts'
import { Button } from './parts/button.tsx'
import { Choice } from './parts/choice.tsx'

type Strategy = Pick<MembershipView, 'choking' | 'picking'>

const pickings = Object.values(pickingRules).map(({ name, title }) => ({ value: name, title }))
const chokings = Object.values(chokingProfiles).map(({ name, title }) => ({ value: name, title }))

/** Which piece the peer asks for next: the rule, and a switch that holds at once. */
export function PickingChoice({ shown }: { shown: ShownPeer }) {
  const change = useChangeStrategy(shown)
  const { picking } = shown.membership
  return (
    <div className="strategy">
      <Choice
        label="Picks"
        value={picking}
        options={pickings}
        onChoose={(picking) => change(shown.peer, { picking })}
      />
      <ForAll shown={shown} strategy={{ picking }} />
      <p className="hint">{pickingRules[picking].rule}</p>
    </div>
  )
}

/** Whom the peer lets download: the profile with its source, and a switch that holds at once. */
export function ChokingChoice({ shown }: { shown: ShownPeer }) {
  const change = useChangeStrategy(shown)
  const { choking } = shown.membership
  const { rule, source } = chokingProfiles[choking]
  return (
    <div className="strategy">
      <Choice
        label="Chokes"
        value={choking}
        options={chokings}
        onChoose={(choking) => change(shown.peer, { choking })}
      />
      <ForAll shown={shown} strategy={{ choking }} />
      <p className="hint">
        Source: <cite>{source}</cite>.
      </p>
      <p className="hint">{rule}</p>
    </div>
  )
}

/** Gives the other local peers of the swarm what this one has. */
function ForAll({ shown, strategy }: { shown: ShownPeer; strategy: Partial<Strategy> }) {
  const change = useChangeStrategy(shown)
  const others = shown.peers.filter((peer) => {
    const theirs = peer.swarms[shown.infoHash]
    return theirs !== undefined && !agrees(theirs, strategy)
  })
  if (shown.peers.length < 2) return null
  return (
    <Button
      label="Use for all local peers"
      hint="Sets the same for every peer of this swarm that runs on this computer."
      whyNot={others.length === 0 ? 'All local peers of this swarm do this already.' : undefined}
      onPress={async () => {
        for (const peer of others) await change(peer, strategy)
      }}
    />
  )
}

function agrees(theirs: Strategy, { choking, picking }: Partial<Strategy>): boolean {
  return (choking ?? theirs.choking) === theirs.choking && (picking ?? theirs.picking) === theirs.picking
}

/** Changes one part of a peer's strategy in the shown swarm, and keeps the other. */
function useChangeStrategy({ infoHash }: ShownPeer) {
  const { run } = useScreen()
  return async (peer: PeerView, changes: Partial<Strategy>) => {
    const now = peer.swarms[infoHash]
    if (now === undefined) return
    await run('change-strategy', {
      peer: peer.id,
      infoHash,
      choking: changes.choking ?? now.choking,
      picking: changes.picking ?? now.picking,
    })
  }
}
