import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleInfoHash, sampleLink, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { viewOfSwarm } from './view-of-swarm.ts'

const other = '99'.repeat(20) as InfoHash
const both = samplePeer(1, 96, { swarms: { [sampleInfoHash]: sampleMembership(96), [other]: sampleMembership(0) } })
const one = samplePeer(2, 3)
const idle = samplePeer(3, 0, { swarms: {} })
const link = sampleLink(one, both, 5001)
const view = sampleView([both, one, idle], [link, sampleLink(both, one, 5002, { infoHash: other })])

describe('viewOfSwarm', () => {
  it('has its peers, each with its part in that swarm alone, and those that are in no swarm', () => {
    const { peers } = viewOfSwarm(view, other)
    expect(Object.keys(peers)).toEqual([both.id, idle.id])
    expect(Object.keys(peers[both.id]?.swarms ?? {})).toEqual([other])
    expect(peers[idle.id]).toBe(idle)
  })

  it('has the peer of this window wherever it is', () => {
    const elsewhere = 'ab'.repeat(20) as InfoHash
    expect(viewOfSwarm(view, elsewhere).peers[both.id]?.swarms).toEqual({})
  })

  it('has its links alone', () => expect(Object.values(viewOfSwarm(view, sampleInfoHash).links)).toEqual([link]))

  it('stays the same where the view does', () => {
    expect(viewOfSwarm(view, other)).toBe(viewOfSwarm(view, other))
    expect(viewOfSwarm({ ...view }, other).peers[both.id]).toBe(viewOfSwarm(view, other).peers[both.id])
  })
})
