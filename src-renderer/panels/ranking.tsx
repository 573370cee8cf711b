import { formatRate } from '../../src-shared/byte-size.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { useScreen } from '../screen.tsx'
import { select } from '../store/screen-store.ts'
import {
  type BoardLine,
  ordinal,
  type Slot,
  type UnchokeBoard,
  type Via,
  type WaitingLine,
} from '../store/unchoke-board.ts'

/** A round of choking, line by line; ranks and slots are only told where there is a contest for them. */
export function Ranking({ board, isContest }: { board: UnchokeBoard; isContest: boolean }) {
  return (
    <table className="grid-table board" aria-label="Ranking">
      <thead>
        <tr>
          {isContest && <th scope="col">Rank</th>}
          <th scope="col">Peer</th>
          <th scope="col">Rate</th>
          {isContest && (
            <th scope="col" title="Which of the places for downloaders it holds">
              Slot
            </th>
          )}
          <th scope="col">Verdict and reason</th>
        </tr>
      </thead>
      <tbody>
        {board.lines.map((one) => (
          <Row key={one.line.link} one={one} isContest={isContest} />
        ))}
        {board.waiting.map((one) => (
          <WaitingRow key={one.link} one={one} isContest={isContest} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ one: { line, name, via, slot, share, why }, isContest }: { one: BoardLine; isContest: boolean }) {
  return (
    <tr className={line.unchoked ? 'unchoked' : 'choked'}>
      {isContest && <td>{line.rank === null ? <NoValue /> : ordinal(line.rank)}</td>}
      <Whom peer={line.peer} name={name} via={via} />
      <td>
        <span className="rate-bar">
          <span style={{ width: `${share * 100}%` }} />
        </span>
        {formatRate(line.rateBytesPerSec)}
      </td>
      {isContest && (
        <td>
          <SlotMark slot={slot} />
        </td>
      )}
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

function WaitingRow({ one: { peer, name, via }, isContest }: { one: WaitingLine; isContest: boolean }) {
  return (
    <tr className="choked">
      {isContest && (
        <td>
          <NoValue />
        </td>
      )}
      <Whom peer={peer} name={name} via={via} />
      <td>
        <NoValue />
      </td>
      {isContest && (
        <td>
          <NoValue />
        </td>
      )}
      <td>choked: it came after this round, the next one decides</td>
    </tr>
  )
}

/** Who it is, and by which link, in the number that the graph shows too. */
function Whom({ peer, name, via }: { peer: PeerId; name: string; via: Via | null }) {
  const { store } = useScreen()
  return (
    <th scope="row">
      <button
        type="button"
        className="link-like"
        title={name}
        onClick={() => select(store, { kind: 'peer', id: peer })}
      >
        {name}
      </button>
      {via !== null && <small title={via.sentence}>{via.clientId}</small>}
    </th>
  )
}

function NoValue() {
  return <span className="none">–</span>
}

function SlotMark({ slot }: { slot: Slot }) {
  if (slot === null) return <NoValue />
  return slot === 'optimistic' ? '★ by lot' : slot
}
