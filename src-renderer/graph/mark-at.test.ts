import { describe, expect, it } from 'vitest'
import { notesTorrent } from '../testing/complete-view.ts'
import { sampleInfoHash, sampleLink, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { arrowsOf } from './arrows.ts'
import { barsOf } from './bars.ts'
import { composeScene } from './compose-scene.ts'
import { pointAt } from './curve.ts'
import { markAt } from './mark-at.ts'
import { graphModel, peerKey } from './model.ts'
import { messagePoint } from './paint-moments.ts'
import { palettes } from './palette.ts'
import { rimPoint } from './scene.ts'
import { badgeAngle, clientBadgeAngle } from './scene-ports.ts'
import { seatedRoles } from './swarm-role-seats.ts'

const swarms = { [sampleInfoHash]: sampleMembership(96), [notesTorrent.infoHash]: sampleMembership(0) }
const p1 = samplePeer(1, 96, { swarms })
const guest = samplePeer(2, 12, {
  local: false,
  lab: false,
  name: 'guest',
  agent: 'qBittorrent/4.5.2',
  uuid: null,
  tracker: null,
})
const link = sampleLink(guest, p1, 5101, {
  toDiallerBytesPerSec: 90_000,
  acceptorFlags: { choking: true, interested: false },
  diallerFlags: { choking: false, interested: true },
})
const plain = sampleView([p1, guest], [link])
const view = { ...plain, torrents: { ...plain.torrents, [notesTorrent.infoHash]: notesTorrent } }
const scene = composeScene({
  model: graphModel(view),
  places: new Map([
    [peerKey(p1.id), { x: -170, y: 0 }],
    [peerKey(guest.id), { x: 170, y: 0 }],
  ]),
  camera: { x: 400, y: 200, k: 1 },
  size: { width: 800, height: 400 },
  selection: null,
  hovered: null,
  palette: palettes.light,
  measure: (text) => text.length * 7,
})
const nodeOf = (name: string) => scene.nodes.find(({ node }) => node.name === name)!
const [drawn] = scene.links
const at = (t: number) => pointAt(drawn!.curve, t)

describe('the mark under the pointer', () => {
  it('is a port, of whom, with the wish that its outline says', () => {
    const port = (kind: string) => markAt(scene, [], scene.ports.find((one) => one.kind === kind)!.at)
    expect(port('client')).toBe(
      'Dark port 5101: guest’s client socket, which dialled P1. Outlined: it would like to download.',
    )
    expect(port('socket')).toBe('Round port 5000: P1’s server socket, which accepted guest.')
  })

  it('is a badge or a mark on the rim', () => {
    expect(markAt(scene, [], rimPoint(nodeOf('P1'), badgeAngle))).toMatch(/^Mast: P1 runs a tracker/)
    expect(markAt(scene, [], rimPoint(nodeOf('guest'), clientBadgeAngle))).toMatch(
      /^Badge: guest is a guest, qBittorrent/,
    )
    const marks = seatedRoles(nodeOf('P1').node.swarmRoles)
    expect(marks.map(({ angle }) => markAt(scene, [], rimPoint(nodeOf('P1'), angle)))).toEqual([
      'Mark A: seeder in swarm A.',
      'Mark B: leecher in swarm B.',
    ])
  })

  it('is the body, or the ring round it', () => {
    const { at: middle, scale } = nodeOf('guest')
    expect(markAt(scene, [], middle)).toBe(
      'Circle: a peer, which has some of the pieces. Pale and dashed: another program.',
    )
    expect(markAt(scene, [], { x: middle.x, y: middle.y + 39 * scale })).toMatch(/^Ring: the pieces that guest has/)
  })

  it('is a bar, an arrow or the line itself', () => {
    const [bar] = barsOf(drawn!)
    const [arrow] = arrowsOf(drawn!)
    expect(markAt(scene, [], at(bar!.t))).toBe('Red bar: P1 chokes guest, which would like to download.')
    expect(markAt(scene, [], at(arrow!.t))).toBe('Arrow: data goes from P1 to guest.')
    expect(markAt(scene, [], at(0.5))).toBe('Wide line: the wider, the more data.')
  })

  it('is a message on its way', () => {
    const have = { kind: 'message', message: 'have', curve: drawn!.curve, toTarget: true, progress: 0.5 } as const
    expect(markAt(scene, [have], messagePoint(have))).toBe('Sign on its way, have: it has another piece.')
  })

  it('is nothing on the ground', () => expect(markAt(scene, [], { x: 3, y: 3 })).toBeNull())
})
