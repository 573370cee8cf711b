import { beforeEach, describe, expect, test } from 'vitest'
import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { Announcer } from './announcer.ts'
import type { AnnouncedSwarm } from './announcer-torrent.ts'
import { AskError, givenUp, unusable } from './ask-error.ts'
import type { AskTracker, TrackerQuestion } from './tracker-question.ts'

const infoHash = 'ab'.repeat(20) as InfoHash
const [a, b, c] = ['http://a/announce', 'udp://b:1', 'http://c/announce'] as const
const ownUrl = 'http://10.0.0.7:5000/announce'
const alone: AnnouncedSwarm = {
  infoHash,
  trackers: [[a]],
  isPrivate: false,
  uploadedBytes: 0,
  downloadedBytes: 0,
  leftBytes: 100,
  complete: false,
  wantsPeers: false,
}
const good: TrackerAnswer = {
  intervalSec: 600,
  minIntervalSec: null,
  seeders: 1,
  leechers: 2,
  peers: [],
  warning: null,
  trackerId: null,
}

interface Asked extends TrackerQuestion {
  readonly url: string
  readonly atSec: number
}

let clock: ManualClock
let asked: Asked[]
let facts: SwarmFact[]
let told: { readonly addresses: readonly Address[]; readonly url: string }[]
let port: number
let own: string | null
/** What a tracker answers; a sentence: it fails with that. `delaySec` passes before, if it is not given up. */
let answers: Record<string, TrackerAnswer | string | AskError>
let delaySec: number
let swarms: AnnouncedSwarm[]
let announcer: Announcer

const ask: AskTracker = (url, question, signal) => {
  asked.push({ url, atSec: Math.round(clock.nowMs() / 1000), ...question })
  return new Promise((resolve, reject) => {
    const given = answers[url] ?? good
    const answer = typeof given === 'string' ? new AskError(given) : given
    clock.after(delaySec * 1000, () => (answer instanceof AskError ? reject(answer) : resolve(answer)))
    signal.addEventListener('abort', () => reject(givenUp()))
  })
}

beforeEach(() => {
  clock = new ManualClock()
  asked = []
  facts = []
  told = []
  port = 5000
  own = null
  answers = {}
  delaySec = 0.001
  swarms = [alone]
  announcer = new Announcer({
    clock,
    random: seededRandom(1),
    self: 'cd'.repeat(20) as PeerId,
    port: () => port,
    ask,
    ownUrl: () => own,
    onPeers: (_, addresses, url) => told.push({ addresses, url }),
    observe: (fact) => facts.push(fact),
  })
})

/** Lets so many seconds pass, with a tick at the beginning and after each. */
async function pass(seconds: number): Promise<void> {
  announcer.tick(swarms)
  for (let i = 0; i < seconds; i++) {
    await clock.advance(1000)
    announcer.tick(swarms)
  }
}

const change = (facts: Partial<AnnouncedSwarm>) => {
  swarms = swarms.map((swarm) => ({ ...swarm, ...facts }))
}
/** Who was asked, with which event, and when; then it is forgotten. */
const heard = () => asked.splice(0).map(({ url, event, atSec }) => `${atSec} ${url} ${event ?? '-'}`)
const factsOf = <Type extends SwarmFact['type']>(type: Type) =>
  facts.filter((fact): fact is Extract<SwarmFact, { type: Type }> => fact.type === type)
const ended = () =>
  factsOf('announce-ended').map(({ url, event, outcome, nextInMs }) => ({ url, event, outcome, nextInMs }))

describe('in a swarm', () => {
  test('a tracker hears of the start, then at its interval, then that we left', async () => {
    await pass(1300)
    expect(heard()).toEqual(['0 http://a/announce started', '601 http://a/announce -', '1202 http://a/announce -'])
    swarms = []
    await pass(2)
    expect(heard()).toEqual(['1300 http://a/announce stopped'])
    await pass(2000)
    expect(heard()).toEqual([])
  })

  test('it is told all it needs to know, the last time with the numbers last seen', async () => {
    change({ uploadedBytes: 1, downloadedBytes: 2, leftBytes: 3, wantsPeers: true })
    await pass(1)
    const { key } = asked[0]!
    expect(asked).toEqual([
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
    change({ uploadedBytes: 10 })
    await pass(1)
    swarms = []
    port = 0
    await pass(1)
    expect(asked[1]).toMatchObject({ event: 'stopped', uploadedBytes: 10, port: 5000, wanted: 0, key })
  })

  test('completing is told at once, and once', async () => {
    await pass(20)
    change({ complete: true, leftBytes: 0 })
    await pass(100)
    change({ complete: false, leftBytes: 5 })
    await pass(10)
    change({ complete: true, leftBytes: 0 })
    await pass(10)
    expect(heard()).toEqual(['0 http://a/announce started', '20 http://a/announce completed'])
  })

  test('completing is not told when nothing was lacking at the start', async () => {
    change({ complete: true, leftBytes: 0 })
    await pass(700)
    expect(heard()).toEqual(['0 http://a/announce started', '601 http://a/announce -'])
  })

  test('completing while the start is being told is told after that, and of a start that failed never', async () => {
    delaySec = 3
    await pass(1)
    change({ complete: true })
    await pass(10)
    expect(heard()).toEqual(['0 http://a/announce started', '5 http://a/announce completed'])
    swarms = [{ ...alone, infoHash: 'ef'.repeat(20) as InfoHash }]
    answers[a] = 'No.'
    await pass(5)
    change({ complete: true })
    answers[a] = good
    await pass(60)
    expect(heard().filter((line) => !line.endsWith('stopped'))).toEqual([
      '11 http://a/announce started',
      expect.stringMatching(/^\d+ http:\/\/a\/announce started$/),
    ])
  })

  test('what failed to be told is told again, after the usual pause, whatever is wanted', async () => {
    await pass(10)
    answers[a] = 'No.'
    change({ complete: true, wantsPeers: true })
    await pass(13)
    answers[a] = good
    expect(heard()).toEqual(['0 http://a/announce started', '10 http://a/announce completed'])
    await pass(10)
    expect(heard()).toEqual([expect.stringMatching(/^(?:2[5-9]|30) http:\/\/a\/announce completed$/)])
  })

  test('a word that the tracker wants back is sent back', async () => {
    answers[a] = { ...good, trackerId: Uint8Array.of(1, 2) }
    await pass(1)
    answers[a] = good
    await pass(1300)
    expect(asked.map(({ trackerId }) => trackerId)).toEqual([null, Uint8Array.of(1, 2), Uint8Array.of(1, 2)])
  })
})

describe('how often a tracker is asked', () => {
  const gapOf = async (answer: Partial<TrackerAnswer>, wantsPeers = false) => {
    answers[a] = { ...good, intervalSec: null, ...answer }
    change({ wantsPeers })
    await pass(1)
    return factsOf('announce-ended')[0]?.nextInMs
  }

  test.each<[number, Partial<TrackerAnswer>, boolean]>([
    [1800, {}, false],
    [10, { intervalSec: 0 }, false],
    [3600, { intervalSec: 100_000 }, false],
    [900, { intervalSec: 60, minIntervalSec: 900 }, false],
    [60, { intervalSec: 900, minIntervalSec: 60 }, true],
    [900, { intervalSec: 900, minIntervalSec: 60 }, false],
    [900, { intervalSec: 900 }, true],
    [10, { intervalSec: 900, minIntervalSec: 0 }, true],
  ])('is %i s after it said %j (more peers wanted: %j)', async (seconds, answer, wantsPeers) => {
    expect(await gapOf(answer, wantsPeers)).toBe(seconds * 1000)
    await pass(seconds - 2)
    expect(asked).toHaveLength(1)
    await pass(3)
    expect(asked).toHaveLength(2)
  })

  test('who comes to want more peers asks as soon as it may', async () => {
    await gapOf({ intervalSec: 900, minIntervalSec: 60 })
    await pass(100)
    change({ wantsPeers: true })
    await pass(1)
    expect(heard()).toEqual(['0 http://a/announce started', '101 http://a/announce -'])
  })

  test('a tracker that fails is asked ever less often', async () => {
    answers[a] = 'Nobody there.'
    change({ wantsPeers: true })
    await pass(4 * 3600)
    const gaps = asked.slice(1).map(({ atSec }, i) => atSec - (asked[i]?.atSec ?? 0))
    const expected = [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
    for (const [i, pause] of expected.entries()) {
      expect(gaps[i]).toBeGreaterThanOrEqual(pause)
      expect(gaps[i]).toBeLessThanOrEqual(pause * 1.25 + 2)
    }
    expect(asked.every(({ event }) => event === 'started')).toBe(true)
    const first = ended()[0]
    expect(first?.outcome).toEqual({ ok: false, detail: 'Nobody there.' })
    expect(first?.nextInMs).toBeGreaterThan(15_000)
    answers[a] = good
    await pass(2400)
    answers[a] = 'Again.'
    asked.length = 0
    await pass(700)
    expect(asked[1]!.atSec - asked[0]!.atSec).toBeLessThan(21)
  })
})

describe('a person who presses the button', () => {
  test('is obeyed at once, every 5 s', async () => {
    await pass(100)
    announcer.now(infoHash)
    announcer.now(infoHash)
    await clock.advance(10)
    expect(heard()).toEqual(['0 http://a/announce started', '100 http://a/announce -'])
    await pass(3)
    announcer.now(infoHash)
    await pass(1)
    expect(heard()).toEqual([])
    await pass(3)
    expect(heard()).toEqual(['105 http://a/announce -'])
    announcer.now('00'.repeat(20) as InfoHash)
  })

  test('is all that has a tracker asked again whose URL cannot work', async () => {
    answers[a] = unusable('Broken.')
    change({ wantsPeers: true })
    await pass(4000)
    expect(heard()).toEqual(['0 http://a/announce started'])
    expect(ended()).toEqual([{ url: a, event: 'started', outcome: { ok: false, detail: 'Broken.' }, nextInMs: null }])
    announcer.now(infoHash)
    await pass(4000)
    expect(heard()).toEqual(['4000 http://a/announce started'])
  })

  test('is obeyed also where a tracker fails', async () => {
    answers[a] = 'No.'
    await pass(200)
    asked.length = 0
    announcer.now(infoHash)
    await clock.advance(10)
    expect(heard()).toEqual(['200 http://a/announce started'])
  })
})

describe('of several trackers', () => {
  beforeEach(() => {
    change({ trackers: [[a], [b], [c]] })
  })

  test('the next tier is asked only when the one before failed, and the better one is tried again', async () => {
    answers = { [a]: 'Down.', [b]: 'Down.' }
    await pass(5)
    expect(heard()).toEqual(['0 http://a/announce started', '1 udp://b:1 started', '2 http://c/announce started'])
    answers = { [b]: 'Down.' }
    await pass(20)
    const retried = heard().filter((line) => !line.includes(b))
    expect(retried).toHaveLength(2)
    expect(retried[0]).toMatch(/^\d+ http:\/\/a\/announce started$/)
    expect(retried[1]).toMatch(/^\d+ http:\/\/c\/announce stopped$/)
    await pass(600)
    expect(heard().every((line) => line.includes('http://a/'))).toBe(true)
    expect(ended().filter(({ event }) => event === 'stopped')).toMatchObject([{ url: c, nextInMs: null }])
  })

  test('the next is not asked before it is known that the one before fails', async () => {
    delaySec = 4
    answers = { [a]: 'Down.' }
    await pass(9)
    expect(heard()).toEqual(['0 http://a/announce started', '4 udp://b:1 started'])
  })

  test('one of a tier is enough, in an order that is drawn by lot, and it comes first from then on', async () => {
    const firsts = new Set<string>()
    const all = Array.from({ length: 4 }, (_, i) => `http://t${i}/announce`)
    for (let i = 0; i < 20; i++) {
      swarms = [{ ...alone, infoHash: `${i + 10}`.repeat(20) as InfoHash, trackers: [all] }]
      await pass(1)
      firsts.add(asked.find(({ event }) => event === 'started')!.url)
      expect(asked.filter(({ event }) => event === 'started')).toHaveLength(1)
      asked.length = 0
    }
    expect(firsts.size).toBe(4)

    swarms = [{ ...alone, trackers: [all] }]
    answers = Object.fromEntries(all.slice(0, 3).map((url) => [url, 'Down.']))
    await pass(700)
    const urls = asked.filter(({ event }) => event !== 'stopped').map(({ url }) => url)
    expect(urls.at(-1)).toBe(all[3])
    expect(urls.at(-2)).toBe(all[3])
    // Whoever is followed by another of its tier is not asked again while that one answers.
    const failed = ended().filter(({ outcome }) => !outcome.ok)
    expect(failed.map(({ nextInMs }) => nextInMs)).toEqual(failed.map(() => null))
  })

  test('the last of a tier says when it is asked again', async () => {
    change({ trackers: [[a, b]] })
    answers = { [a]: 'Down.', [b]: 'Down.' }
    await pass(3)
    const [first, second] = ended()
    expect(first?.nextInMs).toBeNull()
    expect(second?.nextInMs).toBeGreaterThanOrEqual(15_000)
  })

  test('the button asks those that failed before too', async () => {
    answers = { [a]: 'Down.', [b]: 'Down.' }
    await pass(5)
    asked.length = 0
    await pass(1)
    announcer.now(infoHash)
    await pass(4)
    expect(heard().map((line) => line.split(' ')[1])).toEqual([a, b, c])
  })
})

describe('coming and going', () => {
  test('a new start waits until it was told that we left, for 5 s at most', async () => {
    await pass(10)
    delaySec = 100
    swarms = []
    await pass(1)
    swarms = [alone]
    await pass(10)
    expect(heard()).toEqual([
      '0 http://a/announce started',
      '10 http://a/announce stopped',
      '15 http://a/announce started',
    ])
    expect(ended()[1]?.outcome).toEqual({ ok: false, detail: 'It had not answered when it was given up.' })
  })

  test('a tracker that is just being told of the start is told that we left', async () => {
    delaySec = 2
    await pass(1)
    swarms = []
    await pass(3)
    expect(heard()).toEqual(['0 http://a/announce started', '1 http://a/announce stopped'])
    expect(ended()).toMatchObject([{ event: 'stopped' }])
  })

  test('one that failed is not told', async () => {
    answers[a] = 'No.'
    await pass(3)
    swarms = []
    await pass(3)
    expect(heard()).toHaveLength(1)
  })

  test('closing tells all of them, and does not wait longer than 1.5 s', async () => {
    swarms = [alone, { ...alone, infoHash: 'ef'.repeat(20) as InfoHash }]
    await pass(1)
    delaySec = 1
    let isClosed = false
    const closing = announcer.close().then(() => {
      isClosed = true
    })
    await clock.advance(999)
    expect(isClosed).toBe(false)
    await clock.advance(1)
    await closing
    expect(asked.slice(2).map(({ event }) => event)).toEqual(['stopped', 'stopped'])

    await pass(1)
    delaySec = 100
    asked.length = 0
    const again = announcer.close()
    await clock.advance(1500)
    await again
    expect(asked.map(({ event }) => event)).toEqual(['stopped', 'stopped'])
  })

  test('closing takes over what was being left already', async () => {
    await pass(1)
    delaySec = 100
    swarms = []
    await pass(1)
    const closing = announcer.close()
    await clock.advance(1500)
    await closing
    expect(heard()).toHaveLength(2)
  })

  test('after a crash nobody is told anything', async () => {
    await pass(1)
    announcer.abandon()
    await clock.advance(10_000)
    expect(heard()).toEqual(['0 http://a/announce started'])
    await pass(1)
    expect(heard()).toEqual(['11 http://a/announce started'])
  })

  test('a tracker that is asked when it crashes is heard no more', async () => {
    delaySec = 2
    await pass(1)
    announcer.abandon()
    await clock.advance(10_000)
    expect(ended()).toEqual([])
  })
})

describe('while the server does not listen', () => {
  test('nobody is told of it; after 5 s it is said why, once', async () => {
    port = 0
    await pass(100)
    expect(heard()).toEqual([])
    expect(ended()).toEqual([
      { url: a, event: null, outcome: { ok: false, detail: expect.stringMatching(/does not listen/) }, nextInMs: null },
    ])
    port = 5001
    await pass(1)
    expect(heard()).toEqual(['100 http://a/announce started'])
  })

  test('a short while is nothing', async () => {
    port = 0
    await pass(3)
    port = 5000
    await pass(1)
    port = 0
    await pass(3)
    port = 5001
    await pass(5)
    expect(asked.map(({ event, port }) => ({ event, port }))).toEqual([
      { event: 'started', port: 5000 },
      { event: null, port: 5001 },
    ])
    expect(ended().every(({ outcome }) => outcome.ok)).toBe(true)
  })
})

describe('the list', () => {
  const lists = () => factsOf('trackers-listed').map(({ trackers }) => trackers)

  test('has our own tracker first, which is never asked, under whatever URL', async () => {
    own = ownUrl
    change({
      trackers: [
        ['udp://10.0.0.7:5000/announce', a],
        ['http://10.0.0.7:5000/announce?x', 'http://[', b],
      ],
    })
    answers[a] = 'Down.'
    answers['http://['] = 'Broken.'
    await pass(20)
    expect(lists()).toHaveLength(1)
    expect(lists()[0]?.[0]).toEqual({ url: ownUrl, tier: 0, own: true })
    expect(lists()[0]?.slice(1)).toHaveLength(3)
    expect(lists()[0]).toContainEqual({ url: a, tier: 0, own: false })
    expect(lists()[0]).toContainEqual({ url: b, tier: 1, own: false })
    expect(asked.some(({ url }) => url.includes('10.0.0.7'))).toBe(false)
  })

  test('is empty once we left, and not told at all where there is none', async () => {
    await pass(1)
    swarms = []
    await pass(1)
    expect(lists()).toEqual([[{ url: a, tier: 0, own: false }], []])
    facts.length = 0
    swarms = [{ ...alone, trackers: [] }]
    await pass(1)
    swarms = []
    await pass(1)
    expect(facts).toEqual([])
  })

  test('follows our own URL', async () => {
    change({ trackers: [] })
    await pass(1)
    own = ownUrl
    await pass(1)
    own = null
    await pass(1)
    expect(lists()).toEqual([[{ url: ownUrl, tier: 0, own: true }], []])
  })

  test('of a private torrent has only the trackers that it names (BEP 27)', async () => {
    own = ownUrl
    change({ isPrivate: true })
    await pass(1)
    change({ trackers: [[a, ownUrl]] })
    await pass(1)
    change({ trackers: [] })
    await pass(1)
    expect(lists().map((list) => list.map(({ url }) => url))).toEqual([[a], [ownUrl, a], [ownUrl]])
  })

  test('that changes keeps what is known, and says goodbye to who is gone', async () => {
    await pass(10)
    change({ trackers: [[a], [b]] })
    await pass(10)
    expect(heard()).toEqual(['0 http://a/announce started'])
    change({ trackers: [[b]] })
    await pass(2)
    expect(heard().sort()).toEqual(['20 http://a/announce stopped', '20 udp://b:1 started'])
  })
})

describe('the peers that a tracker tells of', () => {
  test('are handed on, without those that lead nowhere or to ourselves', async () => {
    own = ownUrl
    const peers = ['10.0.0.7:5000', '10.0.0.8:5000', '127.0.0.1:6000', '0.0.0.0:7', '224.0.0.1:5000', '[ff02::1]:5000']
    answers[a] = { ...good, peers: peers as Address[], warning: 'Soon closed.' }
    await pass(1)
    expect(told).toEqual([{ addresses: ['10.0.0.8:5000'], url: a }])
    expect(ended()[0]?.outcome).toEqual({ ok: true, peers: 1, seeders: 1, leechers: 2, warning: 'Soon closed.' })
  })

  test('may be on this computer if the tracker is', async () => {
    const peers = ['127.0.0.1:6000', '[::1]:6000', '10.0.0.8:5000'] as Address[]
    const here = ['http://127.0.0.1:1/announce', 'http://localhost:1/announce', 'udp://[::1]:1']
    for (const url of here) answers[url] = { ...good, peers }
    change({ trackers: [here] })
    await pass(1)
    expect(told[0]?.addresses).toEqual(peers)
  })

  test('are none when there are none', async () => {
    await pass(1)
    expect(told).toEqual([])
  })
})

test('what is seen of an announce: that it began, and how it ended', async () => {
  await pass(1)
  expect(facts).toEqual([
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
