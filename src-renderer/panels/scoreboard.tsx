import { chokingProfiles } from '../../src-shared/swarm/choking.ts'
import type { ChokeRoundView, MembershipView } from '../../src-shared/swarm/view.ts'
import { useView } from '../screen.tsx'
import type { ShownPeer } from '../store/shown-peer.ts'
import { secondsToNextRound, unchokeBoard } from '../store/unchoke-board.ts'
import { EmptyState } from './parts/empty-state.tsx'
import { Ranking } from './ranking.tsx'
import { ShownFields, useShownPeer } from './shown-fields.tsx'
import { StartDemo } from './start-demo.tsx'
import { ChokingChoice } from './strategy.tsx'
import { useViewClock } from './use-view-clock.ts'

/** Whom a local peer let download in the last round of choking, and why. */
export function Scoreboard() {
  const shown = useShownPeer()
  return (
    <section aria-label="Unchokes" className="split">
      {shown === null ? (
        <EmptyState icon="peers" action={<StartDemo />}>
          No peer on this computer is in a swarm. Start the demo swarm, or share a file.
        </EmptyState>
      ) : (
        <>
          <div className="split-side">
            <ShownFields shown={shown} />
            <ChokingChoice shown={shown} />
          </div>
          <Board shown={shown} />
        </>
      )}
    </section>
  )
}

function Board({ shown }: { shown: ShownPeer }) {
  const view = useView()
  const { peer, infoHash, membership } = shown
  const round = membership.lastRound
  if (round === null)
    return (
      <div className="split-main">
        <p className="empty">{noRoundYet(shown)}</p>
      </div>
    )
  const board = unchokeBoard(view, peer, infoHash, round)
  const { title, interested, lines, waiting } = board
  const isContest = round.choking !== 'none'
  return (
    <div className="split-main">
      <p className="board-title">
        <strong>{title}</strong>
        {'; '}
        <Countdown round={round} stopped={stoppedWords(shown)} />
      </p>
      {interested + waiting.length === 0 && (
        <p className="empty">Nobody wants a piece from {peer.name} now, so there is nobody to unchoke.</p>
      )}
      {!isContest && interested > 0 && (
        <p className="hint">There is no contest under this profile: the rates decide nothing.</p>
      )}
      {lines.length + waiting.length > 0 && <Ranking board={board} isContest={isContest} />}
    </div>
  )
}

function noRoundYet({ peer, membership }: ShownPeer): string {
  if (!peer.running || membership.state !== 'active')
    return `${peer.name} takes no part in this swarm now, so it holds no rounds.`
  const seconds = chokingProfiles[membership.choking].roundMs / 1000
  return `${peer.name} has held no round yet. It holds the first as soon as a linked peer wants a piece from it, and then one every ${seconds} s.`
}

function stoppedWords({ peer, membership }: ShownPeer): string | null {
  if (!peer.running) return `${peer.name} is stopped, so no other round follows`
  const words: Readonly<Record<MembershipView['state'], string | null>> = {
    active: null,
    paused: 'paused, so no other round follows',
    checking: 'what is on disk is being checked, so no other round follows yet',
  }
  return words[membership.state]
}

function Countdown({ round, stopped }: { round: ChokeRoundView; stopped: string | null }) {
  const seconds = secondsToNextRound(round, useViewClock())
  if (stopped !== null) return stopped
  return seconds === 0 ? 'the next round is due' : `next round in ${seconds} s`
}
