import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { shownSwarmOf } from './shown-swarm.ts'

const other = 'd1'.repeat(20) as InfoHash
const gone = 'e2'.repeat(20) as InfoHash
const p1 = samplePeer(1, 96)
const inBoth = { ...p1, swarms: { ...p1.swarms, [other]: { ...sampleMembership(3), joinedAtMs: 1 } } }

describe('shownSwarmOf', () => {
  it('is the one pointed at last, while a local peer is in it', () => {
    expect(shownSwarmOf({ view: sampleView([inBoth]), pointedSwarms: [other, sampleInfoHash] })).toBe(sampleInfoHash)
    const elsewhere = { ...samplePeer(2, 3), swarms: { [other]: sampleMembership(3) } }
    expect(shownSwarmOf({ view: sampleView([p1, elsewhere]), pointedSwarms: [other] })).toBe(other)
    expect(shownSwarmOf({ view: sampleView([p1]), pointedSwarms: [other] })).toBe(sampleInfoHash)
    expect(shownSwarmOf({ view: sampleView([inBoth]), pointedSwarms: [sampleInfoHash, gone] })).toBe(sampleInfoHash)
  })

  it('is the one that this window’s peer joined last and takes part in, before anything was pointed at', () => {
    expect(shownSwarmOf({ view: sampleView([inBoth]), pointedSwarms: [] })).toBe(sampleInfoHash)
    const resting = {
      ...inBoth,
      swarms: { ...inBoth.swarms, [sampleInfoHash]: sampleMembership(96, { state: 'paused' }) },
    }
    expect(shownSwarmOf({ view: sampleView([resting]), pointedSwarms: [] })).toBe(other)
    expect(shownSwarmOf({ view: sampleView([]), pointedSwarms: [] })).toBeNull()
  })
})
