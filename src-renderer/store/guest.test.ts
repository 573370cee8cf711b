import { describe, expect, it } from 'vitest'
import { toHex } from '../../src-shared/swarm/hex.ts'
import { asPeerId } from '../../src-shared/swarm/ids.ts'
import { must, samplePeer } from '../testing/sample-view.ts'
import { guestOfPeer } from './guest.ts'

const elsewhere = { local: false, lab: false, uuid: null }
const idOf = (start: string) => must(asPeerId(toHex(new TextEncoder().encode(start.padEnd(20, 'x')))))

describe('guestOfPeer', () => {
  it('is nobody of our own kind, here or elsewhere', () => {
    expect(guestOfPeer(samplePeer(1, 0))).toBeNull()
    expect(guestOfPeer(samplePeer(2, 0, { local: false }))).toBeNull()
    expect(guestOfPeer(samplePeer(2, 0, { local: false, lab: false }))).toBeNull()
  })

  it('is known by what it calls itself', () => {
    const guest = guestOfPeer(samplePeer(3, 0, { ...elsewhere, agent: 'qBittorrent/4.5.2' }))
    expect(guest).toMatchObject({ badge: 'qBittorrent 4.5.2', family: 'qBittorrent' })
  })

  it('is known by its peer id where it calls itself otherwise', () => {
    const renamed = samplePeer(3, 0, { ...elsewhere, agent: 'my client', id: idOf('A2-1-36-0-') })
    expect(guestOfPeer(renamed)).toMatchObject({ badge: 'my client', family: 'aria2' })
    const unknown = samplePeer(3, 0, { ...elsewhere, agent: 'my client', id: idOf('-ZZ1000-') })
    expect(guestOfPeer(unknown)).toEqual({ badge: 'my client', family: null, differences: [] })
  })
})
