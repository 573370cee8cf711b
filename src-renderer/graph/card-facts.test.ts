import { describe, expect, it } from 'vitest'
import { demoView, sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { cardFacts } from './card-facts.ts'

const p1 = samplePeer(1, 96)
const p2 = samplePeer(2, 12)
const link = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 2048, diallerRequested: 8 })
const view = sampleView([p1, p2], [link])

describe('the hover card', () => {
  it('adds up a peer’s rates over its links, as that peer sees them', () => {
    const rows = (id: typeof p1.id) => Object.fromEntries(cardFacts({ kind: 'peer', id }, view)?.rows ?? [])
    expect(rows(p2.id)).toMatchObject({ Down: '2.00 KiB/s', Up: '0 B/s', Pieces: '12 of 96' })
    expect(rows(p1.id)).toMatchObject({ Down: '0 B/s', Up: '2.00 KiB/s', 'Runs in': 'this window' })
  })

  it('puts the flags of a link in words', () => {
    const facts = cardFacts({ kind: 'link', key: link.key }, view)
    expect(facts?.title).toBe('Client 5101: P2 → P1')
    expect(facts?.rows).toContainEqual(['P1', 'lets P2 download; wants nothing of P2'])
    expect(facts?.rows).toContainEqual(['Blocks requested', '8 by P2, 0 by P1'])
  })

  it('says why a dial failed, and is gone when its subject is', () => {
    const dials = Object.values(demoView().dials)
    const texts = dials.map((dial) => cardFacts({ kind: 'dial', id: dial.id }, demoView())?.rows.flat().join(' '))
    expect(texts.some((text) => text?.includes('Refused: no program listens'))).toBe(true)
    expect(cardFacts({ kind: 'dial', id: dials[0]!.id }, view)).toBeNull()
  })
})
