import { expect, test } from 'vitest'
import { demoView } from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { closeUpOf } from './close-up.ts'
import { composeScene } from './compose-scene.ts'
import { straight } from './curve.ts'
import { graphModel } from './model.ts'
import { palettes } from './palette.ts'
import type { SceneLink } from './scene.ts'

const size = { width: 980, height: 480 }
const near = { k: 2.4, x: 0, y: 0 }
const whole = composeScene({
  model: graphModel(demoView()),
  places: settledPlaces(demoView()),
  camera: { k: 0.5, x: size.width / 2, y: size.height / 2 },
  size,
  selection: null,
  hovered: null,
  palette: palettes.light,
  measure: (text) => text.length * 7,
})

/** A link across the whole stage, so many px below its middle. */
function across(index: number, belowPx: number, selected = false): SceneLink {
  const y = size.height / 2 + belowPx
  return { ...whole.links[index]!, curve: straight({ x: -500, y }, { x: 1500, y }), selected }
}

const closeUp = (links: SceneLink[], camera = near) => closeUpOf({ ...whole, links }, camera)
const keyOf = (index: number) => {
  const { selection } = whole.links[index]!.edge
  return selection.kind === 'link' ? selection.key : null
}

test('from near, the link nearest to the middle of the screen is shown', () => {
  expect(closeUp([across(0, 80), across(1, -40), across(2, 60)])).toBe(keyOf(1))
})

test('from farther away none is, nor where none passes near', () => {
  expect(closeUp([across(0, 0)], { ...near, k: 2.3 })).toBeNull()
  expect(closeUp([across(0, 95)])).toBeNull()
})

test('the selected link comes first while it is in sight, and not from out of sight', () => {
  expect(closeUp([across(0, 10), across(1, 200, true), across(2, 5)])).toBe(keyOf(1))
  expect(closeUp([across(0, 10), across(1, 300, true)])).toBe(keyOf(0))
  expect(closeUp([across(1, 5000, true)])).toBeNull()
})
