import { describe, expect, it } from 'vitest'
import { completeView } from '../testing/complete-view.ts'
import { findingView } from '../testing/finding-view.ts'
import {
  demoView,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePeerId,
  sampleView,
} from '../testing/sample-view.ts'
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

  it('shows a guest with how it differs from the textbook, and one of our own kind with its program', () => {
    const finding = findingView()
    const rowsOf = (agent: string) => {
      const { id } = Object.values(finding.peers).find((peer) => peer.agent === agent)!
      return Object.fromEntries(cardFacts({ kind: 'peer', id }, finding)?.rows ?? [])
    }
    expect(rowsOf('qBittorrent/4.5.2')).toMatchObject({
      Guest: 'qBittorrent 4.5.2',
      'One per IP': 'one connection from each IP address',
    })
    expect(rowsOf('qBittorrent/4.5.2')).not.toHaveProperty('Program')
    expect(rowsOf('Swarmscope 0.1.0')).toMatchObject({ Program: 'Swarmscope 0.1.0' })
    expect(rowsOf('Swarmscope 0.1.0')).not.toHaveProperty('Guest')
  })

  it('says how a link’s bytes travel, and what that is worth', () => {
    const encryptionOf = (encryption: typeof link.encryption) => {
      const changed = { ...view, links: { [link.key]: { ...link, encryption } } }
      return Object.fromEntries(cardFacts({ kind: 'link', key: link.key }, changed)?.rows ?? []).Encryption
    }
    expect(encryptionOf('none')).toBe('none: anyone on the way can read it')
    expect(encryptionOf('handshake')).toBe('only the handshake is hidden (MSE)')
    expect(encryptionOf('rc4')).toBe('RC4 (MSE): hidden, not secret')
  })

  it('says that a peer is paused and why, and what goes wrong on purpose', () => {
    const complete = completeView()
    const rows = (number: number) =>
      Object.fromEntries(cardFacts({ kind: 'peer', id: samplePeerId(number) }, complete)?.rows ?? [])
    expect(rows(1)).toMatchObject({
      'A · course-picture.bmp': 'seeder, 96 of 96 pieces',
      Limits: '256 KiB/s up, no limit down',
    })
    expect(rows(4)).toMatchObject({ Trouble: 'frozen on purpose' })
    const part = sampleMembership(12, { state: 'paused', failure: 'The disk is full.' })
    const alone = sampleView([samplePeer(1, 12, { swarms: { [sampleInfoHash]: part } })])
    const facts = cardFacts({ kind: 'peer', id: p1.id }, alone)
    expect(facts?.rows).toContainEqual(['State', 'paused'])
    expect(facts?.rows).toContainEqual(['Why', 'The disk is full.'])
  })

  it('says what an end of a link limits and spoils', () => {
    const complete = completeView()
    const controlled = Object.values(complete.links).find(({ clientId }) => clientId === 5101)!
    const facts = cardFacts({ kind: 'link', key: controlled.key }, complete)
    expect(facts?.rows).toContainEqual(['P2: limits', 'no limit up, 32.0 KiB/s down'])
    expect(facts?.rows).toContainEqual(['P2: trouble', '150 ms late on purpose'])
  })

  it('says why a dial failed, and is gone when its subject is', () => {
    const dials = Object.values(demoView().dials)
    const texts = dials.map((dial) => cardFacts({ kind: 'dial', id: dial.id }, demoView())?.rows.flat().join(' '))
    expect(texts.some((text) => text?.includes('Refused: no program listens'))).toBe(true)
    expect(cardFacts({ kind: 'dial', id: dials[0]!.id }, view)).toBeNull()
  })
})
