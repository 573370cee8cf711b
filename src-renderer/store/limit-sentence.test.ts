import { describe, expect, it } from 'vitest'
import { labView, sampleInfoHash, sampleMembership, samplePeer, sampleView } from '../testing/sample-view.ts'
import { limitSentence, uploadShareWords } from './limit-sentence.ts'

const kib = 1024

describe('limitSentence', () => {
  const limited = { ...sampleMembership(96), limits: { upBytesPerSec: 256 * kib, downBytesPerSec: null } }
  const sentence = (count: number) => limitSentence(labView(count), sampleInfoHash, limited)

  it('is there only for what is limited', () => {
    expect(limitSentence(labView(4), sampleInfoHash, sampleMembership(3))).toBeNull()
    expect(sentence(1)).toBe('Upload limited to 256 KiB/s.')
    const limits = { upBytesPerSec: 256 * kib, downBytesPerSec: 512 * kib }
    expect(limitSentence(labView(1), sampleInfoHash, { ...limited, limits })).toBe(
      'Upload limited to 256 KiB/s, download limited to 512 KiB/s.',
    )
  })

  it('tells the demo by its other local peers, and that they are real', () => {
    expect(sentence(2)).toMatch(/^Upload limited to 256 KiB\/s so that a class can watch\. P2 is a real peer in/)
    expect(sentence(4)).toContain('P2, P3 and P4 are real peers in this program')
    expect(sentence(6)).toContain('The 5 others are real peers')
  })

  it('takes no peer of elsewhere for one of the demo', () => {
    const view = sampleView([samplePeer(1, 96), samplePeer(2, 0, { local: false })])
    expect(limitSentence(view, sampleInfoHash, limited)).toBe('Upload limited to 256 KiB/s.')
  })
})

describe('uploadShareWords', () => {
  const limits = { upBytesPerSec: 300 * kib, downBytesPerSec: null }

  it('is the course’s rule with its numbers', () => {
    const uploadShare = { files: 2, shareBytesPerSec: 150 * kib }
    expect(uploadShareWords(samplePeer(1, 96, { limits, uploadShare }))).toBe(
      'U(P) = 300 KiB/s over 2 files: 150 KiB/s each',
    )
    const alone = { files: 1, shareBytesPerSec: 300 * kib }
    expect(uploadShareWords(samplePeer(1, 96, { limits, uploadShare: alone }))).toBe('U(P) = 300 KiB/s over 1 file')
  })

  it('is not there while nothing is shared out', () => {
    expect(uploadShareWords(samplePeer(1, 96, { limits, uploadShare: null }))).toBeNull()
  })
})
