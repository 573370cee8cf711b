import { describe, expect, it } from 'vitest'
import { viewOfSwarm } from '../store/view-of-swarm.ts'
import { notesTorrent } from '../testing/complete-view.ts'
import {
  demoView,
  labView,
  sampleAtMs,
  sampleDial,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePeerId,
  sampleView,
} from '../testing/sample-view.ts'
import { graphModel, type LinkEdge, type PeerNode, peerKey } from './model.ts'
import { modelPart } from './model-part.ts'

const linkEdges = (view: Parameters<typeof graphModel>[0]) =>
  graphModel(view).edges.filter((edge): edge is LinkEdge => edge.kind === 'link')
const peerNodes = (view: Parameters<typeof graphModel>[0]) =>
  graphModel(view).nodes.filter((node): node is PeerNode => node.kind === 'peer')

describe('the graph model', () => {
  it('has a node a peer and a link from each leecher to each other peer', () => {
    const model = graphModel(labView(4))
    expect(model.nodes).toHaveLength(4)
    expect(model.edges).toHaveLength(9)
    expect(model.edges.every((edge) => edge.source !== peerKey(samplePeerId(1)))).toBe(true)
  })

  it('copies: nothing of the view is handed out or changed', () => {
    const view = demoView()
    const before = structuredClone(view)
    const model = graphModel(view)
    for (const node of model.nodes) Object.assign(node, { x: 1, vx: 2 })
    expect(view).toEqual(before)
  })

  it('tells me, local, remote and foreign peers apart', () => {
    const places = peerNodes(
      sampleView([
        samplePeer(1, 96),
        samplePeer(2, 3),
        samplePeer(3, 3, { local: false }),
        samplePeer(4, 3, { local: false, lab: false }),
      ]),
    ).map((node) => node.place)
    expect(places).toEqual(['me', 'local', 'remote', 'foreign'])
  })

  it('gives role and share of pieces', () => {
    const nodes = peerNodes(
      sampleView([samplePeer(1, 96), samplePeer(2, 48), samplePeer(3, 0), samplePeer(4, 0, { swarms: {} })]),
    )
    expect(nodes.map(({ role, share }) => [role, share])).toEqual([
      ['seeder', 1],
      ['peer', 0.5],
      ['leecher', 0],
      ['none', 0],
    ])
  })

  it('shows a peer in a swarm where it takes part, and as paused only without one', () => {
    const paused = sampleMembership(48, { state: 'paused', joinedAtMs: sampleAtMs })
    const nodes = peerNodes(
      sampleView([
        samplePeer(1, 96, { swarms: { [notesTorrent.infoHash]: paused, [sampleInfoHash]: sampleMembership(96) } }),
        samplePeer(2, 0, { swarms: { [sampleInfoHash]: paused } }),
      ]),
    )
    expect(nodes.map(({ role, state }) => [role, state])).toEqual([
      ['seeder', 'active'],
      ['peer', 'paused'],
    ])
  })

  it('marks the roles of all swarms, or gives the role in the one that is shown', () => {
    const { infoHash } = notesTorrent
    const both = samplePeer(1, 96, {
      swarms: { [sampleInfoHash]: sampleMembership(96), [infoHash]: sampleMembership(0) },
    })
    const one = samplePeer(2, 3)
    const links = [sampleLink(one, both, 5101), { ...sampleLink(both, one, 5001), infoHash }]
    const plain = sampleView([both, one], links)
    const view = { ...plain, torrents: { ...plain.torrents, [infoHash]: notesTorrent } }
    expect(peerNodes(view).map((node) => node.swarmRoles)).toEqual([
      [
        { letter: 'A', role: 'seeder' },
        { letter: 'B', role: 'leecher' },
      ],
      [{ letter: 'A', role: 'peer' }],
    ])
    expect(linkEdges(view).map(({ swarmLetter }) => swarmLetter)).toEqual(['A', 'B'])
    const alone = graphModel(view, infoHash)
    expect(alone.nodes[0]).toMatchObject({ role: 'leecher', swarmRoles: [] })
    const part = modelPart(alone, viewOfSwarm(view, infoHash))
    expect(part.nodes).toEqual([alone.nodes[0]])
    expect(modelPart(graphModel(view), viewOfSwarm(view, sampleInfoHash)).edges).toHaveLength(1)
    expect(peerNodes(plain).map((node) => node.swarmRoles)).toEqual([[], []])
  })

  it('draws the ring of this torrent, and not of another with the same bits', () => {
    const half = sampleMembership(4, {}, 8)
    const whole = sampleMembership(4, {}, 4)
    expect(half.pieces).toBe(whole.pieces)
    const torrent = { ...notesTorrent, pieceCount: 4 }
    const view = sampleView([
      samplePeer(1, 4, { swarms: { [torrent.infoHash]: whole } }),
      samplePeer(2, 4, { swarms: { [sampleInfoHash]: half } }),
    ])
    const torrents = {
      [torrent.infoHash]: torrent,
      [sampleInfoHash]: { ...view.torrents[sampleInfoHash]!, pieceCount: 8 },
    }
    const [one, other] = peerNodes({ ...view, torrents }).map(({ segments }) => segments.at(-1)?.to)
    expect(one).toBe(1)
    expect(other).toBe(0.5)
  })

  it('keeps who dialled apart from which way data flows', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 3)]
    const [edge] = linkEdges(sampleView([p1, p2], [sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 1000 })]))
    expect(edge).toMatchObject({
      source: peerKey(p2.id),
      target: peerKey(p1.id),
      clientId: 5101,
      toSourceBytesPerSec: 1000,
      toTargetBytesPerSec: 0,
    })
  })

  it('counts a link as choked only while neither end lets the other download', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 3)]
    const chokedBy = (dialler: boolean, acceptor: boolean) =>
      linkEdges(
        sampleView(
          [p1, p2],
          [
            sampleLink(p2, p1, 5101, {
              diallerFlags: { choking: dialler, interested: true },
              acceptorFlags: { choking: acceptor, interested: false },
            }),
          ],
        ),
      )[0]
    expect(chokedBy(true, true)).toMatchObject({ choked: true, targetRefuses: true, sourceRefuses: false })
    expect(chokedBy(true, false)).toMatchObject({ choked: false, targetRefuses: false, sourceRefuses: false })
  })

  it('gives further links of the same direction lanes of their own', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 3)]
    const links = [sampleLink(p2, p1, 5101), sampleLink(p2, p1, 5102), sampleLink(p1, p2, 5001)]
    expect(linkEdges(sampleView([p1, p2], links)).map((edge) => edge.lane)).toEqual([0, 1, 0])
  })

  it('makes a link anew when it changes, and each only then', () => {
    const [p1, p2, p3] = [samplePeer(1, 96), samplePeer(2, 12), samplePeer(3, 12)]
    const [first, second] = [sampleLink(p2, p1, 5101, {}), sampleLink(p3, p1, 5201, {})]
    const before = graphModel(sampleView([p1, p2, p3], [first, second])).edges
    const faster = { ...second, toDiallerBytesPerSec: 9 }
    const after = graphModel(sampleView([p1, p2, p3], [first, faster])).edges
    expect(after[0]).toBe(before[0])
    expect(after[1]).toEqual({ ...before[1], toSourceBytesPerSec: 9 })
    const third = sampleLink(p2, p3, 5102, {})
    const more = graphModel(sampleView([p1, p2, p3], [third, first, faster])).edges
    expect(more.slice(1)).toEqual(after)
    expect([more[1], more[2]].map((edge, i) => edge === after[i])).toEqual([true, true])
    expect(graphModel(sampleView([p1, p2, p3], [third, faster])).edges[1]).toBe(more[2])
    // Who it is at the other end may turn out later.
    const identified = { ...first, dialler: p3.id }
    expect(graphModel(sampleView([p1, p2, p3], [identified, faster])).edges).toMatchObject([
      { source: peerKey(p3.id), lane: 0 },
      { source: peerKey(p3.id), lane: 1 },
    ])
  })

  it('leaves out links and dials of peers it does not know', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 3)]
    const model = graphModel(sampleView([p1], [sampleLink(p2, p1, 5101)], [sampleDial(p2, '10.0.0.9:5000', 5102)]))
    expect(model.nodes).toHaveLength(1)
    expect(model.edges).toHaveLength(0)
  })
})
