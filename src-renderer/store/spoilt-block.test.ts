import { describe, expect, it } from 'vitest'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { sampleAtMs, sampleInfoHash, samplePeer, sampleView } from '../testing/sample-view.ts'
import { lastSpoilt, type SpoiltBlock, spoiltWords } from './spoilt-block.ts'

const [p1, p2, p3] = [samplePeer(1, 96), samplePeer(2, 96), samplePeer(3, 96)]

function spoilt(seq: number, { id: observer }: PeerView, link: string): SpoiltBlock {
  const where = { infoHash: sampleInfoHash, link: link as LinkId, remote: p3.id, piece: 12, block: seq }
  return { type: 'block-corrupted', seq, atMs: sampleAtMs, observer, ...where }
}

const log = [spoilt(1, p1, 'a'), spoilt(2, p1, 'b'), spoilt(3, p2, 'a')]
const view: View = { ...sampleView([p1, p2, p3]), log }

describe('the block spoilt last', () => {
  it('is the last one of that peer, on any of its links or on one', () => {
    expect(lastSpoilt(view, p1.id, null)?.seq).toBe(2)
    expect(lastSpoilt(view, p1.id, 'a' as LinkId)?.seq).toBe(1)
    expect(lastSpoilt(view, p3.id, null)).toBeUndefined()
  })

  it('is told in a sentence', () =>
    expect(spoiltWords(view, spoilt(3, p2, 'a'))).toBe('Spoilt last: block 3 of piece 12, sent to P3.'))
})
