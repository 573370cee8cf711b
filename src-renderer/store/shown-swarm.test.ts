import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { shownSwarmOf } from './shown-swarm.ts'

const other = 'd1'.repeat(20) as InfoHash
const p1 = samplePeer(1, 96)
const inBoth = { ...p1, swarms: { ...p1.swarms, [other]: { ...sampleMembership(3), joinedAtMs: 1 } } }

describe('shownSwarmOf', () => {
  it('is the one pointed at, while a local peer is in it', () => {
    expect(shownSwarmOf({ view: sampleView([inBoth]), shownSwarm: sampleInfoHash })).toBe(sampleInfoHash)
    const elsewhere = { ...samplePeer(2, 3), swarms: { [other]: sampleMembership(3) } }
    expect(shownSwarmOf({ view: sampleView([p1, elsewhere]), shownSwarm: other })).toBe(other)
    expect(shownSwarmOf({ view: sampleView([p1]), shownSwarm: other })).toBe(sampleInfoHash)
  })

  it('is the first of this window’s peer before anything was pointed at', () => {
    expect(shownSwarmOf({ view: sampleView([inBoth]), shownSwarm: null })).toBe(other)
    expect(shownSwarmOf({ view: sampleView([]), shownSwarm: null })).toBeNull()
  })
})
