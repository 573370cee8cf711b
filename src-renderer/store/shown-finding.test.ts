import { describe, expect, it } from 'vitest'
import { completeView, notesTorrent, sampleMagnets } from '../testing/complete-view.ts'
import { sampleInfoHash, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { shownFindingOf } from './shown-finding.ts'

const [fetched, failed] = sampleMagnets
const view = completeView()
const shown = (pointedSwarms: (typeof sampleInfoHash)[], of = view) =>
  shownFindingOf({ view: of, pointedSwarms, shownPeer: samplePeerId(2) })

describe('shownFindingOf', () => {
  it('is the chosen peer’s search in the shown swarm', () => {
    expect(shown([sampleInfoHash])).toMatchObject({ infoHash: sampleInfoHash, peer: { name: 'P2' } })
    expect(shown([sampleInfoHash])?.membership).not.toBeNull()
  })

  it('is this window’s search for a magnet link that was pointed at last', () => {
    const finding = shown([sampleInfoHash, fetched!.infoHash])
    expect(finding).toMatchObject({ infoHash: fetched!.infoHash, membership: null, peer: { name: 'P1' } })
    expect(finding?.peers.map(({ name }) => name)).toEqual(['P1'])
    expect(shown([fetched!.infoHash, notesTorrent.infoHash])?.infoHash).toBe(notesTorrent.infoHash)
  })

  it('offers the magnet links that still look for peers, beside the swarms', () => {
    expect(shown([sampleInfoHash])?.swarms).toContain(fetched!.infoHash)
    expect(shown([sampleInfoHash])?.swarms).not.toContain(failed!.infoHash)
    expect(shown([failed!.infoHash, sampleInfoHash])?.infoHash).toBe(sampleInfoHash)
  })

  it('is a magnet link’s where there is no swarm, and nobody’s where there is neither', () => {
    const alone = sampleView([samplePeer(1, 0, { swarms: {} })])
    expect(shown([], alone)).toBeNull()
    const looking = { ...alone, magnets: { [fetched!.infoHash]: fetched! } }
    expect(shown([], looking)).toMatchObject({ infoHash: fetched!.infoHash, membership: null })
  })

  it('shows a swarm that a magnet link has become', () => {
    const joined = { ...view, magnets: { [sampleInfoHash]: { ...fetched!, infoHash: sampleInfoHash } } }
    expect(shown([sampleInfoHash], joined)?.membership).not.toBeNull()
  })
})
