import { beforeEach, describe, expect, test } from 'vitest'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { AnnouncerUnderTest, a, alone, b, good, ownUrl } from '../testing/announcer-under-test.ts'

let under: AnnouncerUnderTest

beforeEach(() => {
  under = new AnnouncerUnderTest()
})

describe('the list', () => {
  const lists = () => under.factsOf('trackers-listed').map(({ trackers }) => trackers)

  test('has our own tracker first, which is never under.asked, under whatever URL', async () => {
    under.own = ownUrl
    under.change({
      trackers: [
        ['udp://10.0.0.7:5000/announce', a],
        ['http://10.0.0.7:5000/announce?x', 'http://[', b],
      ],
    })
    under.answers[a] = 'Down.'
    under.answers['http://['] = 'Broken.'
    await under.pass(20)
    expect(lists()).toHaveLength(1)
    expect(lists()[0]?.[0]).toEqual({ url: ownUrl, tier: 0, own: true })
    expect(lists()[0]?.slice(1)).toHaveLength(3)
    expect(lists()[0]).toContainEqual({ url: a, tier: 0, own: false })
    expect(lists()[0]).toContainEqual({ url: b, tier: 1, own: false })
    expect(under.asked.some(({ url }) => url.includes('10.0.0.7'))).toBe(false)
  })

  test('is empty once we left, and not told at all where there is none', async () => {
    await under.pass(1)
    under.swarms = []
    await under.pass(1)
    expect(lists()).toEqual([[{ url: a, tier: 0, own: false }], []])
    under.facts.length = 0
    under.swarms = [{ ...alone, trackers: [] }]
    await under.pass(1)
    under.swarms = []
    await under.pass(1)
    expect(under.facts).toEqual([])
  })

  test('follows our own URL', async () => {
    under.change({ trackers: [] })
    await under.pass(1)
    under.own = ownUrl
    await under.pass(1)
    under.own = null
    await under.pass(1)
    expect(lists()).toEqual([[{ url: ownUrl, tier: 0, own: true }], []])
  })

  test('of a private torrent has only the trackers that it names (BEP 27)', async () => {
    under.own = ownUrl
    under.change({ isPrivate: true })
    await under.pass(1)
    under.change({ trackers: [[a, ownUrl]] })
    await under.pass(1)
    under.change({ trackers: [] })
    await under.pass(1)
    expect(lists().map((list) => list.map(({ url }) => url))).toEqual([[a], [ownUrl, a], [ownUrl]])
  })

  test('that changes keeps what is known, and says goodbye to who is gone', async () => {
    await under.pass(10)
    under.change({ trackers: [[a], [b]] })
    await under.pass(10)
    expect(under.heard()).toEqual(['0 http://a/announce started'])
    under.change({ trackers: [[b]] })
    await under.pass(2)
    expect(under.heard().sort()).toEqual(['20 http://a/announce stopped', '20 udp://b:1 started'])
  })
})

describe('the peers that a tracker tells of', () => {
  test('are handed on, without those that lead nowhere or to ourselves', async () => {
    under.own = ownUrl
    const peers = ['10.0.0.7:5000', '10.0.0.8:5000', '127.0.0.1:6000', '0.0.0.0:7', '224.0.0.1:5000', '[ff02::1]:5000']
    under.answers[a] = { ...good, peers: peers as Address[], warning: 'Soon closed.' }
    await under.pass(1)
    expect(under.told).toEqual([{ addresses: ['10.0.0.8:5000'], url: a }])
    expect(under.ended()[0]?.outcome).toEqual({ ok: true, peers: 1, seeders: 1, leechers: 2, warning: 'Soon closed.' })
  })

  test('may be on this computer if the tracker is', async () => {
    const peers = ['127.0.0.1:6000', '[::1]:6000', '10.0.0.8:5000'] as Address[]
    const here = ['http://127.0.0.1:1/announce', 'http://localhost:1/announce', 'udp://[::1]:1']
    for (const url of here) under.answers[url] = { ...good, peers }
    under.change({ trackers: [here] })
    await under.pass(1)
    expect(under.told[0]?.addresses).toEqual(peers)
  })

  test('are none when there are none', async () => {
    await under.pass(1)
    expect(under.told).toEqual([])
  })
})
