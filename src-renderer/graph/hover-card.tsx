import type { View } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import type { Point, Size } from './camera.ts'
import { cardFacts } from './card-facts.ts'

const offsetPx = 16
const widthPx = 300

/** A card beside the pointer with the facts about what it points at; it keeps to the side with more room. */
export function HoverCard({ subject, at, stage, view }: { subject: Selection; at: Point; stage: Size; view: View }) {
  const facts = cardFacts(subject, view)
  if (facts === null) return null
  const left = at.x + offsetPx + widthPx > stage.width ? Math.max(4, at.x - offsetPx - widthPx) : at.x + offsetPx
  const vertical = at.y > stage.height / 2 ? { bottom: stage.height - at.y + 8 } : { top: at.y + 8 }
  return (
    <div className="graph-card" style={{ left, width: widthPx, ...vertical }} aria-hidden="true">
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
