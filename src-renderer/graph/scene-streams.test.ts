import { expect, test } from 'vitest'
import { labView, sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { composeScene } from './compose-scene.ts'
import { pointAt } from './curve.ts'
import { graphModel } from './model.ts'
import { palettes } from './palette.ts'
import { eachDot, mostDots, type SceneStream, streamsOf } from './scene-streams.ts'

function sceneOf(view: ReturnType<typeof labView>) {
  const camera = { x: 490, y: 240, k: 1 }
  const size = { width: 980, height: 480 }
  const given = { model: graphModel(view), places: settledPlaces(view), camera, size, selection: null, hovered: null }
  return composeScene({ ...given, palette: palettes.light, measure: (text) => 7 * text.length })
}

function dotsOf(stream: SceneStream, travelledPx: number) {
  const dots: { x: number; y: number }[] = []
  eachDot(stream, travelledPx, (x, y) => dots.push({ x, y }))
  return dots
}

const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]

test('dots go from giver to taker', () => {
  const { streams, links } = sceneOf(
    sampleView([p1, p2], [sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 300_000 })]),
  )
  expect(streams).toHaveLength(1)
  const [stream, curve] = [streams[0]!, links[0]!.curve]
  expect(stream.giver).toBe('seeder')
  const [first] = dotsOf(stream, 0)
  expect(first).toEqual(pointAt(curve, 1))
  const [later] = dotsOf(stream, 5)
  const away = (at: { x: number; y: number } | undefined) => Math.hypot(at!.x - curve.from.x, at!.y - curve.from.y)
  expect(away(later)).toBeLessThan(away(first))
})

test('two streams on one link keep to their own right', () => {
  const both = { toDiallerBytesPerSec: 300_000, toAcceptorBytesPerSec: 300_000 }
  const { streams } = sceneOf(sampleView([p1, p2], [sampleLink(p2, p1, 5101, both)]))
  expect(streams.map(({ aside }) => Math.sign(aside)).sort()).toEqual([-1, 1])
})

test('however many links are busy, there are no more dots than can be moved', () => {
  const view = labView(4)
  const { links } = sceneOf(view)
  const busy = links.map((link) => ({ ...link, edge: { ...link.edge, toSourceBytesPerSec: 300_000 } }))
  const streams = streamsOf(Array.from({ length: 400 }, () => busy).flat(), 1)
  const dots = streams.reduce((sum, stream) => sum + dotsOf(stream, 0).length, 0)
  expect(streams).toHaveLength(400 * busy.length)
  expect(dots).toBeLessThan(mostDots + streams.length)
})

test('no dot jumps when all must stand further apart: every other one stays', () => {
  const { links } = sceneOf(sampleView([p1, p2], [sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 300_000 })]))
  const at = (room: number) =>
    dotsOf(streamsOf(links, room)[0]!, 12_345.6).map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)
  const [near, far] = [at(1), at(0.8)]
  expect(far.length).toBeGreaterThan(3)
  expect(near.length).toBeGreaterThan(far.length)
  for (const dot of far) expect(near).toContain(dot)
})
