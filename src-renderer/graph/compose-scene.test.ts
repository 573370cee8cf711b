import { describe, expect, it } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import {
  demoView,
  labView,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePeerId,
  sampleView,
} from '../testing/sample-view.ts'
import { settledPlaces } from '../testing/settled-places.ts'
import { boundsOf, fitCamera, stretchFor } from './camera.ts'
import { composeScene } from './compose-scene.ts'
import { pointAt } from './curve.ts'
import { graphModel } from './model.ts'
import type { Box } from './occupancy.ts'
import { palettes } from './palette.ts'
import type { Scene, SceneInput } from './scene.ts'

const size = { width: 980, height: 480 }

function sceneOf(view: View, changes: Partial<SceneInput> = {}): Scene {
  const model = graphModel(view)
  const places = settledPlaces(view, stretchFor(size))
  return composeScene({
    model,
    places,
    camera: fitCamera(boundsOf(places.values()), size),
    size,
    selection: null,
    hovered: null,
    palette: palettes.light,
    measure: (text, font) => text.length * 0.55 * Number(/([\d.]+)px/.exec(font)?.[1]),
    ...changes,
  })
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}

const textsOf = (scene: Scene) => scene.labels.flatMap((label) => label.lines.map((line) => line.text))

describe('the scene', () => {
  it('names every client port at its dialler’s end and has a socket at every acceptor’s end', () => {
    const { ports, links } = sceneOf(labView(4))
    const named = ports.filter((port) => port.kind === 'client').map((port) => port.text)
    expect(named.sort()).toEqual(['5101', '5102', '5103', '5201', '5202', '5203', '5301', '5302', '5303'])
    expect(ports.filter((port) => port.kind === 'socket')).toHaveLength(9)
    for (const link of links) {
      const source = ports.find((port) => port.kind === 'client' && port.text === String(link.edge.clientId))
      expect(link.curve.from).toEqual(source?.at)
    }
  })

  it('draws the two links of a pair that dialled each other apart', () => {
    const { links } = sceneOf(labView(3))
    const [one, other] = links.filter(({ edge }) => [edge.source, edge.target].every((key) => !key.endsWith('01')))
    const a = pointAt(one!.curve, 0.5)
    const b = pointAt(other!.curve, 0.5)
    expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(30)
  })

  it('writes no label over another, over a body or off the stage', () => {
    const scene = sceneOf(demoView())
    scene.labels.forEach((label, index) => {
      for (const other of scene.labels.slice(index + 1)) {
        // Labels of nodes may touch by a hair; their words are inset.
        const inset = {
          x: label.box.x + 4,
          y: label.box.y + 4,
          width: label.box.width - 8,
          height: label.box.height - 8,
        }
        expect(overlap(inset, other.box)).toBe(false)
      }
      expect(label.box.y).toBeGreaterThanOrEqual(0)
      expect(label.box.y + label.box.height).toBeLessThanOrEqual(size.height)
    })
  })

  it('says address, role and share of each peer, and the rate of busy links', () => {
    const texts = textsOf(sceneOf(labView(4)))
    expect(texts).toContain('127.0.0.1:7000')
    expect(texts).toContain('seeder')
    expect(texts).toContain('leecher · 0 %')
    const busy = graphModel(labView(4)).edges.filter((edge) => edge.kind === 'link' && edge.toSourceBytesPerSec > 0)
    expect(texts.filter((text) => /KiB\/s$/.test(text))).toHaveLength(busy.length)
  })

  it('puts a lock to each link that hides its bytes: beside its rate, or alone', () => {
    const [p1, p2, p3] = [samplePeer(1, 96), samplePeer(2, 12), samplePeer(3, 12)]
    const view = sampleView(
      [p1, p2, p3],
      [
        sampleLink(p2, p1, 5101, { encryption: 'rc4', toDiallerBytesPerSec: 300 * 1024 }),
        sampleLink(p3, p1, 5201, { encryption: 'handshake' }),
        sampleLink(p3, p2, 5202),
      ],
    )
    const locks = sceneOf(view).labels.filter(({ lock }) => lock !== null)
    expect(locks.map(({ lock, lines }) => [lock, ...lines.map(({ text }) => text)])).toEqual([
      ['closed', '300 KiB/s'],
      ['open'],
    ])
    expect(sceneOf(labView(4)).labels.every(({ lock }) => lock === null)).toBe(true)
  })

  it('leaves out no lock where there is no room, nor that of a link in the shade', () => {
    const peers = [1, 2, 3, 4, 5].map((number) => samplePeer(number, 12))
    const links = peers.flatMap((from) =>
      peers
        .filter((to) => to !== from)
        .map((to, index) =>
          sampleLink(from, to, from.clientPorts!.first + index, {
            encryption: 'rc4',
            toDiallerBytesPerSec: 300 * 1024,
          }),
        ),
    )
    const view = sampleView(peers, links)
    const locks = (changes: Partial<SceneInput> = {}) =>
      sceneOf(view, changes).labels.filter(({ lock }) => lock !== null)
    expect(locks()).toHaveLength(links.length)
    expect(locks({ selection: { kind: 'peer', id: peers[0]!.id } })).toHaveLength(links.length)
    expect(locks().some(({ lines }) => lines.length === 0)).toBe(true)
  })

  it('says what is dialled from where, and why a dial failed', () => {
    const texts = textsOf(sceneOf(demoView()))
    expect(texts).toContain('dialling 10.0.0.251:5000')
    expect(texts).toContain('from 5003…')
    expect(texts).toContain('Refused')
  })

  it('says that a peer is paused', () => {
    const paused = sampleMembership(48, { state: 'paused' })
    const view = sampleView([samplePeer(1, 48, { swarms: { [sampleInfoHash]: paused } })])
    expect(textsOf(sceneOf(view))).toContain('paused · 50 %')
  })

  it('dims what has nothing to do with the selection', () => {
    const scene = sceneOf(demoView(), { selection: { kind: 'peer', id: samplePeerId(4) } })
    const alpha = (name: string) => scene.nodes.find(({ node }) => node.name === name)?.alpha
    expect([alpha('P4'), alpha('P1')]).toEqual([1, 1])
    expect(alpha('Transmission 3.00')).toBeLessThan(0.5)
  })

  it('forgets a selection that has gone rather than dim everything', () => {
    const scene = sceneOf(labView(3), { selection: { kind: 'peer', id: samplePeerId(77) } })
    expect(scene.nodes.every((node) => node.alpha === 1)).toBe(true)
  })

  it('drops port names in a crowd but keeps those of the selected link', () => {
    const view = labView(30)
    const selected = Object.values(view.links)[40]!
    const scene = sceneOf(view, { selection: { kind: 'link', key: selected.key } })
    const named = scene.ports.filter((port) => port.text !== null).map((port) => port.text)
    expect(named).toEqual([String(selected.acceptorAddress.split(':')[1]), String(selected.clientId)])
  })

  it('is pure', () => {
    expect(sceneOf(demoView())).toEqual(sceneOf(demoView()))
  })
})
