import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { viewOfSwarm } from './view-of-swarm.ts'

const other = '99'.repeat(20) as InfoHash
const both = samplePeer(1, 96, { swarms: { [sampleInfoHash]: sampleMembership(96), [other]: sampleMembership(0) } })
const one = samplePeer(2, 3)
const view = sampleView([both, one])

describe('viewOfSwarm', () => {
  it('leaves a peer of several swarms its part in that one, and any other peer as it is', () => {
    const { peers } = viewOfSwarm(view, other)
    expect(Object.keys(peers[both.id]?.swarms ?? {})).toEqual([other])
    expect(peers[one.id]).toBe(one)
  })

  it('is the view itself without a swarm', () => expect(viewOfSwarm(view, null)).toBe(view))
})
