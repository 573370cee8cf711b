import { describe, expect, it } from 'vitest'
import type { Selection } from '../store/selection.ts'
import { samplePeerId } from '../testing/sample-view.ts'
import { arrowTarget, tabTarget } from './keyboard.ts'

const peer = (number: number): Selection => ({ kind: 'peer', id: samplePeerId(number) })
const stops = [
  { selection: peer(1), at: { x: 100, y: 100 } },
  { selection: peer(2), at: { x: 300, y: 120 } },
  { selection: peer(3), at: { x: 110, y: 300 } },
]

describe('moving between peers by keys', () => {
  it('starts at the first peer', () => {
    expect(arrowTarget(stops, null, 'ArrowDown')).toEqual(peer(1))
    expect(arrowTarget([], null, 'ArrowDown')).toBeNull()
  })

  it('goes to the nearest peer in the direction of the arrow', () => {
    expect(arrowTarget(stops, peer(1), 'ArrowRight')).toEqual(peer(2))
    expect(arrowTarget(stops, peer(1), 'ArrowDown')).toEqual(peer(3))
    expect(arrowTarget(stops, peer(3), 'ArrowUp')).toEqual(peer(1))
  })

  it('stays where there is nobody in that direction', () => {
    expect(arrowTarget(stops, peer(1), 'ArrowLeft')).toEqual(peer(1))
  })

  it('steps through all peers with Tab and leaves the graph at either end', () => {
    expect(tabTarget(stops, peer(1), false)).toEqual(peer(2))
    expect(tabTarget(stops, peer(2), true)).toEqual(peer(1))
    expect(tabTarget(stops, peer(3), false)).toBeNull()
    expect(tabTarget(stops, peer(1), true)).toBeNull()
    expect(tabTarget(stops, null, false)).toBeNull()
  })
})
