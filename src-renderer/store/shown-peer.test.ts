import { describe, expect, it } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { sampleAtMs, sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { shownPeerOf } from './shown-peer.ts'

const [p1, p2, remote] = [samplePeer(1, 96), samplePeer(2, 3), samplePeer(3, 3, { local: false })]
const seeders = [2, 3].map((number) => samplePeer(number, 96))
const outside = samplePeer(1, 0, { swarms: {} })

function shown(peers: Parameters<typeof sampleView>[0], shownPeer: PeerId | null, watched: PeerId | null = null) {
  return shownPeerOf({ view: sampleView(peers), pointedSwarms: [sampleInfoHash], shownPeer }, watched)?.peer.name
}

describe('shownPeerOf', () => {
  it('is the chosen local peer while it is in the shown swarm, else one that downloads, else me', () => {
    expect(shown([p1, p2, remote], p2.id)).toBe('P2')
    expect(shown([p1, p2, remote], null)).toBe('P2')
    expect(shown([p1, p2, remote], p1.id)).toBe('P1')
    expect(shown([p1, remote], remote.id)).toBe('P1')
    expect(shown([p1, { ...p2, running: false }], null)).toBe('P1')
    expect(shown([p1, ...seeders], null)).toBe('P1')
    expect(shown([p1, { ...p2, swarms: {} }], p2.id)).toBe('P1')
  })

  it('stays with the one that was watched when that has everything, unless another is chosen', () => {
    const [done, fetching] = [samplePeer(2, 96), samplePeer(4, 3)]
    expect(shown([p1, done, fetching], null)).toBe('P4')
    expect(shown([p1, done, fetching], null, done.id)).toBe('P2')
    expect(shown([p1, done, fetching], p1.id, done.id)).toBe('P1')
    expect(shown([p1, fetching], null, done.id)).toBe('P4')
  })

  it('is another local peer where this window’s own is not in the swarm', () => {
    expect(shown([outside, p2], null)).toBe('P2')
    expect(shown([outside], null)).toBeUndefined()
  })

  it('offers the local peers of the swarm, and all swarms of local peers', () => {
    const other = 'd1'.repeat(20) as typeof sampleInfoHash
    const inBoth = { ...p2, swarms: { ...p2.swarms, [other]: { ...sampleMembership(3), joinedAtMs: sampleAtMs } } }
    const view = sampleView([p1, inBoth, remote, { ...samplePeer(4, 0), swarms: {} }])
    const shown = shownPeerOf({ view, pointedSwarms: [], shownPeer: null })
    expect(shown?.peers.map(({ name }) => name)).toEqual(['P1', 'P2'])
    expect(shown?.swarms).toEqual([sampleInfoHash, other])
  })
})
