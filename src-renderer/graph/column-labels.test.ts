import { expect, test } from 'vitest'
import { samplePeer, sampleView } from '../testing/sample-view.ts'
import { composeScene } from './compose-scene.ts'
import { graphModel } from './model.ts'
import { palettes } from './palette.ts'

test('each column says its role and how many stand there, in the middle above them', () => {
  const model = graphModel(sampleView([samplePeer(1, 96), samplePeer(2, 5), samplePeer(3, 7)]))
  const x = [-300, 100, 200]
  const places = new Map(model.nodes.map(({ key }, index) => [key, { x: x[index] ?? 0, y: 20 * index }]))
  const camera = { x: 490, y: 240, k: 1 }
  const given = { model, places, camera, size: { width: 980, height: 480 }, selection: null, hovered: null }
  const measure = (text: string) => 7 * text.length
  const scene = composeScene({ ...given, palette: palettes.light, measure, isByRole: true })
  const headings = scene.labels.filter(({ lines }) => /^\d+ (seeder|peer|leecher)s?$/.test(lines[0]?.text ?? ''))
  expect(headings.map(({ lines }) => lines[0]?.text)).toEqual(['1 seeder', '2 peers'])
  expect(headings.map(({ box }) => box.x + box.width / 2)).toEqual([190, 640])
  for (const { box } of headings) expect(box.y + box.height).toBeLessThan(240 - 45)
})
