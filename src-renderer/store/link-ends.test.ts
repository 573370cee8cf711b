import { describe, expect, it } from 'vitest'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import { noFaults, noLimits } from '../../src-shared/swarm/view.ts'
import { sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { linkEnds } from './link-ends.ts'

const [p1, remote] = [samplePeer(1, 96), samplePeer(2, 3, { local: false })]

describe('linkEnds', () => {
  it('gives each end its own link id and controls, and none to an end that runs elsewhere', () => {
    const frozen = { limits: noLimits, faults: { ...noFaults, frozen: true } }
    const link = sampleLink(remote, p1, 5101, {
      diallerLink: null,
      acceptorLink: 'mine' as LinkId,
      acceptorControls: frozen,
    })
    const [dialler, acceptor] = linkEnds(sampleView([p1, remote], [link]), link)
    expect(dialler).toMatchObject({ name: 'P2', other: 'P1', link: null })
    expect(acceptor).toMatchObject({ peer: p1.id, name: 'P1', other: 'P2', link: 'mine', controls: frozen })
  })
})
