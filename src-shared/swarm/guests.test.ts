import { describe, expect, it } from 'vitest'
import { identity } from '../testing/sample-events.ts'
import { guestFamilies } from './guest-families.ts'
import { guestOf, onePerAddressRemedy, spelledIdentity, takesOnePerAddress } from './guests.ts'

describe('guestOf', () => {
  it.each([
    ['qBittorrent/4.5.2', 'qBittorrent', 'qBittorrent 4.5.2'],
    ['libtorrent/2.0.8.0', 'libtorrent', 'libtorrent 2.0.8'],
    ['Deluge/2.1.1 libtorrent/2.0.8.0', 'Deluge', 'Deluge 2.1.1 libtorrent 2.0.8'],
    ['Transmission 3.00', 'Transmission', 'Transmission 3.00'],
    ['WebTorrent 2.8', 'WebTorrent', 'WebTorrent 2.8'],
    ['aria2/1.36.0', 'aria2', 'aria2 1.36.0'],
    ['µTorrent 3.5.5', 'µTorrent', 'µTorrent 3.5.5'],
    ['μTorrent 3.5.5', 'µTorrent', 'μTorrent 3.5.5'],
    ['uTorrent/3550', 'µTorrent', 'uTorrent 3550'],
    ['libTorrent 0.13.8', 'rTorrent', 'libTorrent 0.13.8'],
    ['rTorrent 0.9.8', 'rTorrent', 'rTorrent 0.9.8'],
    ['BiglyBT 3.5.0', 'BiglyBT', 'BiglyBT 3.5.0'],
    ['Vuze 5.7.7.1', 'BiglyBT', 'Vuze 5.7.7.1'],
  ])('knows %s as one of the family %s', (agent, family, badge) => {
    expect(guestOf(agent)).toMatchObject({ family, badge })
    expect(guestOf(agent).differences).not.toEqual([])
  })

  it.each(['KTorrent 5.2', 'my own libtorrent', 'TransmissionX', 'µTorrents'])('says nothing of %s', (agent) => {
    expect(guestOf(agent)).toEqual({ badge: agent, family: null, differences: [] })
  })

  it('makes hostile words fit for a badge', () => {
    expect(guestOf(`qBittorrent\n\u202e${'x'.repeat(500)}`).badge).toMatch(/^qBittorrent x{27}…$/)
    expect(guestOf(' \u0000 ').badge).toBe('Unknown client')
  })
})

describe('spelledIdentity', () => {
  const other = { ...identity(3), uuid: null, lab: false }

  it('gives a client one name, however it tells it', () => {
    for (const agent of ['libtorrent/2.0.8.0', 'libtorrent 2.0.8'])
      expect(spelledIdentity({ ...other, name: agent, agent })).toMatchObject({
        name: 'libtorrent 2.0.8',
        agent: 'libtorrent 2.0.8',
      })
  })

  it('leaves alone what a person chose, and our own kind', () => {
    expect(spelledIdentity({ ...other, name: 'Ada/Bob', agent: 'aria2/1.36.0' }).name).toBe('Ada/Bob')
    const own = { ...identity(3), name: 'a/b', agent: 'a/b' }
    expect(spelledIdentity(own)).toBe(own)
  })

  it('does not make a name of none', () => expect(spelledIdentity({ ...other, name: '', agent: '' }).name).toBe(''))
})

describe('the families', () => {
  it('say each difference once, in few words for a card, in a sentence, and where it can be read', () => {
    for (const { name, differences } of guestFamilies) {
      const topics = differences.map(({ topic }) => topic)
      expect(new Set(topics).size, name).toBe(topics.length)
      for (const { short, sentence, source } of differences) {
        expect(short.length, short).toBeLessThanOrEqual(38)
        expect(sentence, name).toMatch(/^[A-Z].*[.]$/)
        expect(source, sentence).not.toBe('')
      }
    }
  })
})

describe('onePerAddressRemedy', () => {
  it('is the setting as that client calls it', () => {
    expect(onePerAddressRemedy('qBittorrent/4.5.2')).toContain('Allow multiple connections from the same IP address')
    expect(onePerAddressRemedy('libtorrent/2.0.8.0')).toBe('allow_multiple_connections_per_ip = true')
    expect(onePerAddressRemedy('Transmission 3.00')).toBeUndefined()
    expect(takesOnePerAddress('Transmission 3.00')).toBe(true)
    expect(takesOnePerAddress('Transmission 4.0.6')).toBe(false)
    expect(takesOnePerAddress('aria2/1.36.0')).toBe(false)
  })
})
