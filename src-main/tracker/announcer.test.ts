import { beforeEach, describe, expect, test } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { AnnouncerUnderTest, a, alone, good, infoHash } from '../testing/announcer-under-test.ts'

let under: AnnouncerUnderTest

beforeEach(() => {
  under = new AnnouncerUnderTest()
})

describe('in a swarm', () => {
  test('a tracker hears of the start, then at its interval, then that we left', async () => {
    await under.pass(1300)
    expect(under.heard()).toEqual([
      '0 http://a/announce started',
      '601 http://a/announce -',
      '1202 http://a/announce -',
    ])
    under.swarms = []
    await under.pass(2)
    expect(under.heard()).toEqual(['1300 http://a/announce stopped'])
    await under.pass(2000)
    expect(under.heard()).toEqual([])
  })

  test('it is told all it needs to know, the last time with the numbers last seen', async () => {
    under.change({ uploadedBytes: 1, downloadedBytes: 2, leftBytes: 3, wantsPeers: true })
    await under.pass(1)
    const { key } = under.asked[0]!
    expect(under.asked).toEqual([
      {
        url: a,
        atSec: 0,
        infoHash,
        peerId: 'cd'.repeat(20),
        port: 5000,
        event: 'started',
        uploadedBytes: 1,
        downloadedBytes: 2,
        leftBytes: 3,
        wanted: 50,
        key,
        trackerId: null,
      },
    ])
    under.change({ uploadedBytes: 10 })
    await under.pass(1)
    under.swarms = []
    under.port = 0
    await under.pass(1)
    expect(under.asked[1]).toMatchObject({ event: 'stopped', uploadedBytes: 10, port: 5000, wanted: 0, key })
  })

  test('completing is told at once, and once', async () => {
    await under.pass(20)
    under.change({ complete: true, leftBytes: 0 })
    await under.pass(100)
    under.change({ complete: false, leftBytes: 5 })
    await under.pass(10)
    under.change({ complete: true, leftBytes: 0 })
    await under.pass(10)
    expect(under.heard()).toEqual(['0 http://a/announce started', '20 http://a/announce completed'])
  })

  test('completing is not told when nothing was lacking at the start', async () => {
    under.change({ complete: true, leftBytes: 0 })
    await under.pass(700)
    expect(under.heard()).toEqual(['0 http://a/announce started', '601 http://a/announce -'])
  })

  test('completing while the start is being told is told after that, and of a start that failed never', async () => {
    under.delaySec = 3
    await under.pass(1)
    under.change({ complete: true })
    await under.pass(10)
    expect(under.heard()).toEqual(['0 http://a/announce started', '5 http://a/announce completed'])
    under.swarms = [{ ...alone, infoHash: 'ef'.repeat(20) as InfoHash }]
    under.answers[a] = 'No.'
    await under.pass(5)
    under.change({ complete: true })
    under.answers[a] = good
    await under.pass(60)
    expect(under.heard().filter((line) => !line.endsWith('stopped'))).toEqual([
      '11 http://a/announce started',
      expect.stringMatching(/^\d+ http:\/\/a\/announce started$/),
    ])
  })

  test('what failed to be told is told again, after the usual pause, whatever is wanted', async () => {
    await under.pass(10)
    under.answers[a] = 'No.'
    under.change({ complete: true, wantsPeers: true })
    await under.pass(13)
    under.answers[a] = good
    expect(under.heard()).toEqual(['0 http://a/announce started', '10 http://a/announce completed'])
    await under.pass(10)
    expect(under.heard()).toEqual([expect.stringMatching(/^(?:2[5-9]|30) http:\/\/a\/announce completed$/)])
  })

  test('a word that the tracker wants back is sent back', async () => {
    under.answers[a] = { ...good, trackerId: Uint8Array.of(1, 2) }
    await under.pass(1)
    under.answers[a] = good
    await under.pass(1300)
    expect(under.asked.map(({ trackerId }) => trackerId)).toEqual([null, Uint8Array.of(1, 2), Uint8Array.of(1, 2)])
  })
})

describe('coming and going', () => {
  test('a new start waits until it was told that we left, for 5 s at most', async () => {
    await under.pass(10)
    under.delaySec = 100
    under.swarms = []
    await under.pass(1)
    under.swarms = [alone]
    await under.pass(10)
    expect(under.heard()).toEqual([
      '0 http://a/announce started',
      '10 http://a/announce stopped',
      '15 http://a/announce started',
    ])
    expect(under.ended()[1]?.outcome).toEqual({ ok: false, detail: 'It had not answered when it was given up.' })
  })

  test('a tracker that is just being told of the start is told that we left', async () => {
    under.delaySec = 2
    await under.pass(1)
    under.swarms = []
    await under.pass(3)
    expect(under.heard()).toEqual(['0 http://a/announce started', '1 http://a/announce stopped'])
    expect(under.ended()).toMatchObject([{ event: 'stopped' }])
  })

  test('one that failed is not told', async () => {
    under.answers[a] = 'No.'
    await under.pass(3)
    under.swarms = []
    await under.pass(3)
    expect(under.heard()).toHaveLength(1)
  })

  test('closing tells all of them, and does not wait longer than 1.5 s', async () => {
    under.swarms = [alone, { ...alone, infoHash: 'ef'.repeat(20) as InfoHash }]
    await under.pass(1)
    under.delaySec = 1
    let isClosed = false
    const closing = under.announcer.close().then(() => {
      isClosed = true
    })
    await under.clock.advance(999)
    expect(isClosed).toBe(false)
    await under.clock.advance(1)
    await closing
    expect(under.asked.slice(2).map(({ event }) => event)).toEqual(['stopped', 'stopped'])

    await under.pass(1)
    under.delaySec = 100
    under.asked.length = 0
    const again = under.announcer.close()
    await under.clock.advance(1500)
    await again
    expect(under.asked.map(({ event }) => event)).toEqual(['stopped', 'stopped'])
  })

  test('closing takes over what was being left already', async () => {
    await under.pass(1)
    under.delaySec = 100
    under.swarms = []
    await under.pass(1)
    const closing = under.announcer.close()
    await under.clock.advance(1500)
    await closing
    expect(under.heard()).toHaveLength(2)
  })

  test('after a crash nobody is told anything', async () => {
    await under.pass(1)
    under.announcer.abandon()
    await under.clock.advance(10_000)
    expect(under.heard()).toEqual(['0 http://a/announce started'])
    await under.pass(1)
    expect(under.heard()).toEqual(['11 http://a/announce started'])
  })

  test('a tracker that is asked when it crashes is heard no more', async () => {
    under.delaySec = 2
    await under.pass(1)
    under.announcer.abandon()
    await under.clock.advance(10_000)
    expect(under.ended()).toEqual([])
  })
})

describe('while the server does not listen', () => {
  test('nobody is told of it; after 5 s it is said why, once', async () => {
    under.port = 0
    await under.pass(100)
    expect(under.heard()).toEqual([])
    expect(under.ended()).toEqual([
      { url: a, event: null, outcome: { ok: false, detail: expect.stringMatching(/does not listen/) }, nextInMs: null },
    ])
    under.port = 5001
    await under.pass(1)
    expect(under.heard()).toEqual(['100 http://a/announce started'])
  })

  test('a short while is nothing', async () => {
    under.port = 0
    await under.pass(3)
    under.port = 5000
    await under.pass(1)
    under.port = 0
    await under.pass(3)
    under.port = 5001
    await under.pass(5)
    expect(under.asked.map(({ event, port }) => ({ event, port }))).toEqual([
      { event: 'started', port: 5000 },
      { event: null, port: 5001 },
    ])
    expect(under.ended().every(({ outcome }) => outcome.ok)).toBe(true)
  })
})

test('what is seen of an announce: that it began, and how it ended', async () => {
  await under.pass(1)
  expect(under.facts).toEqual([
    { type: 'trackers-listed', infoHash, trackers: [{ url: a, tier: 0, own: false }] },
    { type: 'announce-started', infoHash, url: a, event: 'started' },
    {
      type: 'announce-ended',
      infoHash,
      url: a,
      event: 'started',
      outcome: { ok: true, peers: 0, seeders: 1, leechers: 2, warning: null },
      nextInMs: 600_000,
    },
  ])
})
