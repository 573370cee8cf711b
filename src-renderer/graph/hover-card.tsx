import { useLayoutEffect, useRef, useState } from 'react'
import type { View } from '../../src-shared/swarm/view.ts'
import { PicturesOfPeer } from '../picture/pictures-of-peer.tsx'
import { pictureTorrents } from '../store/picture-holders.ts'
import type { Selection } from '../store/selection.ts'
import type { Point, Size } from './camera.ts'
import { cardFacts } from './card-facts.ts'

const offsetPx = 16
const widthPx = 320
// A long card, and one with a picture, is wider, so that it stays low.
const longWidthPx = 390
const longRows = 12
const edgePx = 4

interface HoverCardProps {
  readonly subject: Selection
  readonly at: Point
  /** What the mark under the pointer means. */
  readonly mark: string | null
  readonly stage: Size
  readonly view: View
}

/** A card beside the pointer with the facts about what it points at; it keeps to the side with more room, and on the stage. */
export function HoverCard({ subject, at, mark, stage, view }: HoverCardProps) {
  const facts = cardFacts(subject, view)
  const card = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => setHeight(card.current?.offsetHeight ?? 0))
  if (facts === null) return null
  const peer = subject.kind === 'peer' ? view.peers[subject.id] : undefined
  const hasPicture = peer?.local === true && pictureTorrents(view).some(({ infoHash }) => peer.swarms[infoHash])
  const width = hasPicture || facts.rows.length > longRows ? longWidthPx : widthPx
  const left = at.x + offsetPx + width > stage.width ? Math.max(edgePx, at.x - offsetPx - width) : at.x + offsetPx
  const beside = at.y > stage.height / 2 ? at.y - 8 - height : at.y + 8
  const top = Math.max(edgePx, Math.min(beside, stage.height - height - edgePx))
  return (
    <div ref={card} className="graph-card" style={{ left, top, width }} aria-hidden="true">
      {hasPicture && <PicturesOfPeer view={view} peer={peer} />}
      {mark !== null && <p className="graph-card-mark">{mark}</p>}
      <strong>{facts.title}</strong>
      <dl>
        {facts.rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
