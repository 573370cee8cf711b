// Where the peers of a view come to rest, for tests of what is drawn there.

import type { View } from '../../src-shared/swarm/view.ts'
import type { Point } from '../graph/camera.ts'
import { createLayout } from '../graph/layout.ts'
import { shapeOf } from '../graph/layout-shape.ts'
import { graphModel } from '../graph/model.ts'

/** The places by node key, `stretch` times further across than the layout puts them. */
export function settledPlaces(view: View, stretch = 1.5): ReadonlyMap<string, Point> {
  const model = graphModel(view)
  const layout = createLayout()
  layout.update(shapeOf(model, 'force'))
  layout.settle()
  const places = layout.places()
  return new Map(
    model.nodes.map(({ key }, index) => [
      key,
      { x: (places[2 * index] ?? 0) * stretch, y: places[2 * index + 1] ?? 0 },
    ]),
  )
}
