import { describe, expect, it } from 'vitest'
import { sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { createFlow, paceOf, widthOf } from './flow.ts'
import { graphModel } from './model.ts'

function edges(toDiallerBytesPerSec: number) {
  const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]
  return graphModel(sampleView([p1, p2], [sampleLink(p2, p1, 5101, { toDiallerBytesPerSec })])).edges
}

const [edge] = edges(1)
const [toSource, toTarget] = edge?.kind === 'link' ? [edge.toSourceStream, edge.toTargetStream] : ['', '']

describe('the flow of data', () => {
  it('is still without data', () => {
    const flow = createFlow()
    flow.follow(edges(0))
    expect(flow.advance(16)).toBe(false)
  })

  it('goes from giver to taker only, at the pace of the rate', () => {
    const flow = createFlow()
    flow.follow(edges(100_000))
    expect(flow.advance(1000)).toBe(true)
    expect(flow.travelled(toSource)).toBeCloseTo(paceOf(100_000))
    expect(flow.travelled(toTarget)).toBe(0)
  })

  it('begins anew once it had fallen silent', () => {
    const flow = createFlow()
    flow.follow(edges(100_000))
    flow.advance(1000)
    flow.follow(edges(0))
    expect(flow.advance(16)).toBe(false)
    flow.follow(edges(100_000))
    expect(flow.travelled(toSource)).toBe(0)
  })

  it('does not jump when the rate changes', () => {
    const flow = createFlow()
    flow.follow(edges(100_000))
    flow.advance(1000)
    flow.follow(edges(9_000_000))
    flow.advance(0)
    expect(flow.travelled(toSource)).toBeCloseTo(paceOf(100_000))
  })

  it('is faster and wider for more, within what an eye can follow', () => {
    expect(paceOf(1_000_000)).toBeGreaterThan(paceOf(10_000))
    expect(widthOf(1_000_000)).toBeGreaterThan(widthOf(10_000))
    expect(paceOf(1e12)).toBeLessThan(200)
    expect(widthOf(1e12)).toBeLessThan(14)
  })
})
