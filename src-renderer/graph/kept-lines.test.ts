import { expect, test } from 'vitest'
import { labView } from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { boundsOf, fitCamera } from './camera.ts'
import { composeScene } from './compose-scene.ts'
import { createKeptLines, hasSameLines } from './kept-lines.ts'
import { graphModel } from './model.ts'
import { paintWideLinks } from './paint-links.ts'
import { palettes } from './palette.ts'
import type { Scene, SceneLink } from './scene.ts'

const size = { width: 980, height: 480 }

function crowd(toDiallerBytesPerSec: number): Scene {
  const view = labView(30)
  const links = Object.values(view.links).map((link) => ({ ...link, toDiallerBytesPerSec }))
  const model = graphModel({ ...view, links: Object.fromEntries(links.map((link) => [link.key, link])) })
  const places = settledPlaces(view)
  const camera = fitCamera(boundsOf(places.values()), size, true)
  const given = { model, places, camera, size, selection: null, hovered: null }
  return composeScene({ ...given, palette: palettes.light, measure: (text) => 7 * text.length })
}

/** A context that counts what it is asked for. */
function countingContext() {
  const asked: Record<string, number> = {}
  const count = (name: string) => () => {
    asked[name] = (asked[name] ?? 0) + 1
  }
  const drawn: unknown[] = []
  const drawImage = (_: unknown, ...place: number[]) => void drawn.push(place)
  const fields = { drawImage, canvas: { width: 1_961, height: 960 }, getTransform: () => ({ a: 2 }) }
  const context = new Proxy(fields as Record<string, unknown>, {
    get: (fields, name) => fields[String(name)] ?? count(String(name)),
    set: (fields, name, value) => Reflect.set(fields, name, value),
  })
  return { asked, drawn, context: context as unknown as CanvasRenderingContext2D }
}

test('in a crowd new rates change no line', () => {
  const [quiet, busy] = [crowd(0), crowd(300_000)]
  expect(quiet.room).toBeLessThan(0.3)
  expect(hasSameLines(quiet, busy)).toBe(true)
})

test('each thing that is seen of a line is looked at by itself', () => {
  const scene = crowd(0)
  const [first, ...others] = scene.links as [SceneLink, ...SceneLink[]]
  const { curve } = first
  const moved = (changes: Partial<SceneLink>) => ({ links: [{ ...first, ...changes }, ...others] })
  const changes: Partial<Scene>[] = [
    { palette: palettes.dark },
    { size: { ...size } },
    { room: scene.room / 2 },
    { links: others },
    moved({ alpha: 0.5 }),
    moved({ curve: { ...curve, from: { ...curve.from, x: curve.from.x + 1 } } }),
    moved({ curve: { ...curve, from: { ...curve.from, y: curve.from.y + 1 } } }),
    moved({ curve: { ...curve, bend: { ...curve.bend, x: curve.bend.x + 1 } } }),
    moved({ curve: { ...curve, bend: { ...curve.bend, y: curve.bend.y + 1 } } }),
    moved({ curve: { ...curve, to: { ...curve.to, x: curve.to.x + 1 } } }),
    moved({ curve: { ...curve, to: { ...curve.to, y: curve.to.y + 1 } } }),
  ]
  for (const change of changes)
    expect({ change, same: hasSameLines(scene, { ...scene, ...change }) }).toEqual({ change, same: false })
})

test('the lines of a crowd are painted once, and again when they are lost', () => {
  const [spare, onto] = [countingContext(), countingContext()]
  const lines = createKeptLines(spare.context)
  for (const bytesPerSec of [0, 1_000, 300_000]) lines.paint(onto.context, crowd(bytesPerSec))
  const strokes = spare.asked.stroke
  expect(strokes).toBeGreaterThan(0)
  expect(onto.drawn).toEqual(Array.from({ length: 3 }, () => [0, 0, 980.5, 480]))
  expect(onto.asked.stroke).toBeUndefined()
  lines.forget()
  lines.paint(onto.context, crowd(0))
  expect(spare.asked.stroke).toBe(2 * (strokes ?? 0))
})

test('where each link has its room they are painted where they are seen', () => {
  const [spare, onto] = [countingContext(), countingContext()]
  createKeptLines(spare.context).paint(onto.context, { ...crowd(0), room: 1 })
  expect(onto.asked.stroke).toBeGreaterThan(0)
  expect(spare.asked).toEqual({})
})

test('however many links are busy, and however alike, as many are wide as an eye compares', () => {
  const { asked, context } = countingContext()
  const scene = crowd(300_000)
  expect(scene.links.length).toBeGreaterThan(100)
  paintWideLinks(context, scene)
  expect(asked.stroke).toBe(60)
})

test('of many links with data the busiest are wide, wherever they stand', () => {
  const scene = crowd(16_000)
  const links = scene.links.map((link, index) =>
    index < 10 ? { ...link, edge: { ...link.edge, toSourceBytesPerSec: 300_000 } } : link,
  )
  const widths: number[] = []
  const { context } = countingContext()
  const brush = new Proxy(context, {
    set: (fields, name, value) => {
      if (name === 'lineWidth') widths.push(value)
      return Reflect.set(fields, name, value)
    },
  })
  paintWideLinks(brush, { ...scene, links })
  const widest = Math.max(...widths)
  expect(widths).toHaveLength(60)
  expect(widths.filter((width) => width === widest)).toHaveLength(10)
})
