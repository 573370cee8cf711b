import type { View } from '../../src-shared/swarm/view.ts'
import { PicturesOfPeer } from '../picture/pictures-of-peer.tsx'
import { pictureTorrents } from '../store/picture-holders.ts'
import type { Selection } from '../store/selection.ts'
import type { Point, Size } from './camera.ts'
import { cardFacts } from './card-facts.ts'

const widthPx = 320
// A long card, and one with a picture, is wider, so that it stays low.
const longWidthPx = 390
const longRows = 12
const edgePx = 12

interface HoverCardProps {
  readonly subject: Selection
  readonly at: Point
  /** What the mark under the pointer means. */
  readonly mark: string | null
  readonly stage: Size
  readonly view: View
}

/** The facts about what is pointed at, at the side of the stage that the pointer is not on: its neighbours stay in sight. */
export function HoverCard({ subject, at, mark, stage, view }: HoverCardProps) {
  const facts = cardFacts(subject, view)
  if (facts === null) return null
  const peer = subject.kind === 'peer' ? view.peers[subject.id] : undefined
  const hasPicture = peer?.local === true && pictureTorrents(view).some(({ infoHash }) => peer.swarms[infoHash])
  const width = hasPicture || facts.rows.length > longRows ? longWidthPx : widthPx
  const side = at.x > stage.width / 2 ? { left: edgePx } : { right: edgePx }
  return (
    <div className="graph-card" style={{ ...side, top: edgePx, width }} aria-hidden="true">
      {hasPicture && <PicturesOfPeer view={view} peer={peer} />}
      {mark !== null && <p className="graph-card-mark">{mark}</p>}
      <strong>{facts.title}</strong>
      <dl>
        {facts.rows.map(([label, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two peers of one name have rows of one label.
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
