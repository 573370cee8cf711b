import { describe, expect, it } from 'vitest'
import { sampleAtMs, sampleInfoHash, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { bannedWords } from './banned-words.ts'

const view = sampleView([samplePeer(1, 96)])
const words = (blocks: number[], name = 'P4') =>
  bannedWords(view, { id: samplePeerId(4), name, infoHash: sampleInfoHash, piece: 12, blocks, atMs: sampleAtMs })

describe('bannedWords', () => {
  it('names the peer, the blocks and their piece', () => {
    expect(words([3, 5])).toBe('P4 sent wrong blocks: 3 and 5 of piece 12 of course-picture.bmp')
    expect(words([3])).toBe('P4 sent a wrong block: 3 of piece 12 of course-picture.bmp')
    expect(words([0, 1, 2])).toContain('blocks: 0, 1 and 2 of')
  })

  it('says so when all of a wrong piece came from it', () => {
    expect(words([])).toBe('P4 sent all of piece 12 of course-picture.bmp, and its SHA-1 was wrong')
  })

  it('knows a peer without a name by its id', () => expect(words([3], '')).toMatch(/^2d535330 sent/))
})
