import { expect, test } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import { labView, samplePeerId } from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { boundsOf, fitCamera } from './camera.ts'
import { composeScene } from './compose-scene.ts'
import { graphModel } from './model.ts'
import { palettes } from './palette.ts'
import { hasSameFront } from './same-front.ts'
import type { Scene, SceneInput, SceneLabel, SceneNode } from './scene.ts'

const size = { width: 980, height: 480 }

function sceneOf(view: View, changes: Partial<SceneInput> = {}): Scene {
  const places = settledPlaces(view)
  const camera = fitCamera(boundsOf(places.values()), size, true)
  const given = { model: graphModel(view), places, camera, size, selection: null, hovered: null }
  return composeScene({ ...given, palette: palettes.light, measure: (text) => 7 * text.length, ...changes })
}

function withRates(view: View, toDiallerBytesPerSec: number): View {
  const links = Object.entries(view.links).map(([key, link]) => [key, { ...link, toDiallerBytesPerSec }])
  return { ...view, links: Object.fromEntries(links) as View['links'] }
}

test('new rates of a crowd leave its peers as they are painted', () => {
  const crowd = labView(30)
  expect(hasSameFront(sceneOf(crowd), sceneOf(withRates(crowd, 5000)))).toBe(true)
})

test('a peer that gets a piece is painted anew', () => {
  const crowd = labView(30)
  const id = samplePeerId(3)
  const peer = crowd.peers[id]!
  const [[infoHash, part]] = Object.entries(peer.swarms) as [[string, (typeof peer.swarms)[keyof typeof peer.swarms]]]
  const swarms = { [infoHash]: { ...part, haveCount: 50 } }
  const next = { ...crowd, peers: { ...crowd.peers, [id]: { ...peer, swarms } } }
  expect(hasSameFront(sceneOf(crowd), sceneOf(next))).toBe(false)
})

test('each thing that is seen of the front is looked at by itself', () => {
  const scene = sceneOf(labView(30))
  const [first, ...others] = scene.nodes as [SceneNode, ...SceneNode[]]
  const box = { x: 0, y: 0, width: 10, height: 10 }
  const name: SceneLabel = { lines: [], lock: null, box, alpha: 1, plate: false }
  const changes: Partial<Scene>[] = [
    { palette: palettes.dark },
    { size: { ...size } },
    { scale: 1.1 * scene.scale },
    { labels: [...scene.labels, name] },
    { nodes: [...scene.nodes, first] },
    { nodes: [{ ...first, at: { ...first.at, x: first.at.x + 1 } }, ...others] },
    { nodes: [{ ...first, at: { ...first.at, y: first.at.y + 1 } }, ...others] },
    { nodes: [{ ...first, alpha: 0.5 }, ...others] },
    { nodes: [{ ...first, selected: true }, ...others] },
    { nodes: [{ ...first, hovered: true }, ...others] },
  ]
  expect(hasSameFront(scene, { ...scene })).toBe(true)
  for (const change of changes)
    expect({ change, same: hasSameFront(scene, { ...scene, ...change }) }).toEqual({ change, same: false })
})

test('what is more than peers and their names is painted anew each time', () => {
  const crowd = sceneOf(labView(30))
  const box = { x: 0, y: 0, width: 10, height: 10 }
  const close = sceneOf(labView(4))
  const label: SceneLabel = { lines: [], lock: null, box, alpha: 1, plate: true }
  const additions: Partial<Scene>[] = [{ labels: [label] }, { ports: close.ports }, { room: 1 }, { pen: [[box]] }]
  for (const addition of additions) {
    const scene = { ...crowd, ...addition }
    expect({ addition, same: hasSameFront(scene, scene) }).toEqual({ addition, same: false })
  }
})

test('in a small swarm, where each rate is written, all is painted anew', () => {
  expect(hasSameFront(sceneOf(labView(4)), sceneOf(labView(4)))).toBe(false)
})
