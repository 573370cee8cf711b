import { describe, expect, it } from 'vitest'
import { demoView, samplePeerId } from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { boundsOf, fitCamera } from './camera.ts'
import { composeScene } from './compose-scene.ts'
import { pointAt } from './curve.ts'
import { hitNode, hitTest } from './hit-test.ts'
import { graphModel } from './model.ts'
import { palettes } from './palette.ts'

const size = { width: 980, height: 480 }
const model = graphModel(demoView())
const places = settledPlaces(demoView())
const scene = composeScene({
  model,
  places,
  camera: fitCamera(boundsOf(places.values()), size),
  size,
  selection: null,
  hovered: null,
  palette: palettes.light,
  measure: (text) => text.length * 7,
})

describe('what is under the pointer', () => {
  it('is the peer whose body it is on', () => {
    const p2 = scene.nodes.find(({ node }) => node.name === 'P2')!
    expect(hitTest(scene, p2.at)).toEqual({ kind: 'peer', id: samplePeerId(2) })
    expect(hitNode(scene, { x: p2.at.x + 5, y: p2.at.y - 5 })).toEqual({ kind: 'peer', id: samplePeerId(2) })
  })

  it('is the ghost of a dial', () => {
    for (const ghost of scene.ghosts) expect(hitTest(scene, ghost.at)).toEqual(ghost.node.selection)
  })

  it('is the link whose line or port it is on', () => {
    for (const port of scene.ports) expect(hitTest(scene, port.at)).toEqual(port.selection)
    const link = scene.links.find(({ edge }) => edge.clientId === 5104)!
    const { x, y } = pointAt(link.curve, 0.5)
    expect(hitTest(scene, { x: x + 2, y: y + 2 })).toEqual(link.edge.selection)
  })

  it('is nothing on empty ground', () => {
    expect(hitTest(scene, { x: 3, y: 3 })).toBeNull()
    expect(hitNode(scene, pointAt(scene.links[0]!.curve, 0.5))).toBeNull()
  })
})
