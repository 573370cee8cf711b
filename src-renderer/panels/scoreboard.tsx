import { formatRate } from '../../src-shared/byte-size.ts'
import type { ChokeRoundView, MembershipView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { select } from '../store/screen-store.ts'
import type { ShownPeer } from '../store/shown-peer.ts'
import { type BoardLine, ordinal, type Slot, secondsToNextRound, unchokeBoard } from '../store/unchoke-board.ts'
import { ShownFields, useShownPeer } from './shown-fields.tsx'
import { ChokingChoice } from './strategy.tsx'
import { useViewClock } from './use-view-clock.ts'

/** Whom a local peer let download in the last round of choking, and why. */
export function Scoreboard() {
  const shown = useShownPeer()
  return (
    <section aria-label="Unchokes" className="split">
      {shown === null ? (
        <p className="empty">No peer on this computer is in a swarm. Start the demo swarm, or share a file.</p>
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
  const { peer, membership } = shown
  const round = membership.lastRound
  if (round === null)
    return (
      <div className="split-main">
        <p className="empty">{noRoundYet(shown)}</p>
      </div>
    )
  const { title, interested, lines } = unchokeBoard(view, peer, round)
  return (
    <div className="split-main">
      <p className="board-title">
        <strong>{title}</strong>
        {'; '}
        <Countdown round={round} stopped={stoppedWords(shown)} />
      </p>
      {interested === 0 && (
        <p className="empty">Nobody wants a piece from {peer.name} now, so there is nobody to unchoke.</p>
      )}
      {round.choking === 'none' && interested > 0 && (
        <p className="hint">There is no contest under this profile: the rates decide nothing.</p>
      )}
      {lines.length > 0 && <Ranking lines={lines} />}
    </div>
  )
}

function noRoundYet({ peer, membership }: ShownPeer): string {
  if (!peer.running || membership.state !== 'active')
    return `${peer.name} takes no part in this swarm now, so it holds no rounds.`
  return `${peer.name} has held no round yet. The first comes when another peer is linked to it.`
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

function Ranking({ lines }: { lines: readonly BoardLine[] }) {
  return (
    <table className="grid-table board" aria-label="Ranking">
      <thead>
        <tr>
          <th scope="col">Rank</th>
          <th scope="col">Peer</th>
          <th scope="col">Rate</th>
          <th scope="col" title="Which of the places for downloaders it holds">
            Slot
          </th>
          <th scope="col">Verdict and reason</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((one) => (
          <Row key={one.line.link} one={one} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ one: { line, name, slot, share, why } }: { one: BoardLine }) {
  const { store } = useScreen()
  return (
    <tr className={line.unchoked ? 'unchoked' : 'choked'}>
      <td>{line.rank === null ? <span className="none">–</span> : ordinal(line.rank)}</td>
      <th scope="row">
        <button type="button" className="link-like" onClick={() => select(store, { kind: 'peer', id: line.peer })}>
          {name}
        </button>
      </th>
      <td>
        <span className="rate-bar">
          <span style={{ width: `${share * 100}%` }} />
        </span>
        {formatRate(line.rateBytesPerSec)}
      </td>
      <td>
        <SlotMark slot={slot} />
      </td>
      <td>
        {why}
        {line.changed && (
          <span className="badge changed" title="This round changed it.">
            new
          </span>
        )}
      </td>
    </tr>
  )
}

function SlotMark({ slot }: { slot: Slot }) {
  if (slot === null) return <span className="none">–</span>
  return slot === 'optimistic' ? '★ optimistic' : `slot ${slot}`
}
