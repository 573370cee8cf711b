import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { graphSwarmOf, graphViewOf } from './graph-view.ts'
import { createScreenStore, showInGraph, showSwarm } from './screen-store.ts'
import { shownSwarmOf } from './shown-swarm.ts'

const other = '99'.repeat(20) as InfoHash
const both = samplePeer(1, 96, { swarms: { [sampleInfoHash]: sampleMembership(96), [other]: sampleMembership(0) } })
const one = samplePeer(2, 3)
const several = sampleView([both, one])

describe('the graph', () => {
  it('shows all swarms at once, until one is chosen for it', () => {
    const store = createScreenStore()
    store.setState({ view: several })
    showSwarm(store, other)
    expect(graphViewOf(store.getState())).toBe(several)
    showInGraph(store, other)
    expect(Object.keys(graphViewOf(store.getState()).peers)).toEqual([both.id])
  })

  it('leaves the panels the swarm chosen last when it goes back to all', () => {
    const store = createScreenStore()
    store.setState({ view: several })
    showInGraph(store, other)
    showInGraph(store, 'all')
    expect(graphSwarmOf(store.getState())).toBe('all')
    expect(shownSwarmOf(store.getState())).toBe(other)
  })

  it('shows everything while there is one swarm', () => {
    const view = sampleView([one])
    expect(graphViewOf({ view, pointedSwarms: [], graphSwarms: 'shown' })).toBe(view)
  })
})
