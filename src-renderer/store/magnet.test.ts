import { describe, expect, it } from 'vitest'
import type { MagnetView } from '../../src-shared/swarm/view.ts'
import { sampleInfoHash, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { magnetIn, magnetWords, maxMagnetChars } from './magnet.ts'

const link = `magnet:?xt=urn:btih:${sampleInfoHash}&dn=lecture`

describe('magnetIn', () => {
  it('takes a text that is a magnet link, with white space round it', () => {
    expect(magnetIn(` ${link}\n`)).toBe(link)
    expect(magnetIn(link.replace('magnet', 'MAGNET'))).toBeDefined()
  })

  it.each([
    '',
    '10.0.0.251:5000',
    `see ${link}`,
    `${link} ${link}`,
    'magnet:',
    `magnet:?${'x'.repeat(maxMagnetChars)}`,
  ])('takes no other text (%#)', (text) => {
    expect(magnetIn(text)).toBeUndefined()
  })
})

describe('magnetWords', () => {
  const view = sampleView([samplePeer(1, 0), samplePeer(2, 96)])
  const magnet: MagnetView = {
    infoHash: sampleInfoHash,
    name: 'lecture',
    receivedBytes: 16_384,
    totalBytes: 32_000,
    from: samplePeerId(2),
    failure: null,
  }

  it('says how far it is, and who helps', () => {
    expect(magnetWords(view, magnet)).toBe('fetching its torrent: 16 of 32 KiB from P2')
    expect(magnetWords(view, { ...magnet, from: null })).toBe('fetching its torrent: 16 of 32 KiB')
  })

  it('says what it waits for', () => {
    expect(magnetWords(view, { ...magnet, totalBytes: null })).toBe('looking for a peer that has its torrent')
  })
})
