import { describe, expect, it } from 'vitest'
import { labView, sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { transferSentences } from './transfer-words.ts'

const [a, b, c] = [samplePeer(1, 96), samplePeer(2, 40), samplePeer(3, 12)]
const kib = 1024

describe('who gets what from whom', () => {
  it('is told of each peer that gets something or has to wait', () => {
    const view = sampleView(
      [a, b, c],
      [
        sampleLink(c, a, 5201, { toDiallerBytesPerSec: 312 * kib }),
        sampleLink(c, b, 5202, { acceptorFlags: { choking: true, interested: false } }),
      ],
    )
    expect(transferSentences(view)).toEqual(['P3 gets 312 KiB/s from P1, choked by P2.'])
  })

  it('is told in both directions of one link, the fastest first', () => {
    const both = { toDiallerBytesPerSec: 5 * kib, toAcceptorBytesPerSec: 90 * kib }
    const links = [sampleLink(b, c, 5101, both), sampleLink(c, a, 5201, { toDiallerBytesPerSec: 300 * kib })]
    expect(transferSentences(sampleView([a, b, c], links))).toEqual([
      'P2 gets 5.00 KiB/s from P3.',
      'P3 gets 300 KiB/s from P1 and 90.0 KiB/s from P2.',
    ])
  })

  it('says of a peer that only waits that it gets nothing', () => {
    const choked = { acceptorFlags: { choking: true, interested: false } }
    expect(transferSentences(sampleView([a, b], [sampleLink(b, a, 5101, choked)]))).toEqual([
      'P2 gets nothing, choked by P1.',
    ])
  })

  it('is silent where nothing moves and nobody waits, and short in a crowd', () => {
    expect(transferSentences(sampleView([a, b], [sampleLink(b, a, 5101)]))).toEqual([])
    const crowd = transferSentences(labView(30))
    expect(crowd).toHaveLength(13)
    expect(crowd.at(-1)).toMatch(/^\d+ more peers get data or wait/)
    expect(crowd.join(' ')).toMatch(/ and \d+ more/)
  })
})
