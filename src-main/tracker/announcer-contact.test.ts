import { beforeEach, describe, expect, test } from 'vitest'
import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { AnnouncerUnderTest, a, good, infoHash } from '../testing/announcer-under-test.ts'
import { unusable } from './ask-error.ts'

let under: AnnouncerUnderTest

beforeEach(() => {
  under = new AnnouncerUnderTest()
})

describe('how often a tracker is asked', () => {
  const gapOf = async (answer: Partial<TrackerAnswer>, wantsPeers = false) => {
    under.answers[a] = { ...good, intervalSec: null, ...answer }
    under.change({ wantsPeers })
    await under.pass(1)
    return under.factsOf('announce-ended')[0]?.nextInMs
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
    await under.pass(seconds - 2)
    expect(under.asked).toHaveLength(1)
    await under.pass(3)
    expect(under.asked).toHaveLength(2)
  })

  test('who comes to want more peers asks as soon as it may', async () => {
    await gapOf({ intervalSec: 900, minIntervalSec: 60 })
    await under.pass(100)
    under.change({ wantsPeers: true })
    await under.pass(1)
    expect(under.heard()).toEqual(['0 http://a/announce started', '101 http://a/announce -'])
  })

  test('a tracker that fails is asked ever less often', async () => {
    under.answers[a] = 'Nobody there.'
    under.change({ wantsPeers: true })
    await under.pass(4 * 3600)
    const gaps = under.asked.slice(1).map(({ atSec }, i) => atSec - (under.asked[i]?.atSec ?? 0))
    const expected = [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
    for (const [i, pause] of expected.entries()) {
      expect(gaps[i]).toBeGreaterThanOrEqual(pause)
      expect(gaps[i]).toBeLessThanOrEqual(pause * 1.25 + 2)
    }
    expect(under.asked.every(({ event }) => event === 'started')).toBe(true)
    const first = under.ended()[0]
    expect(first?.outcome).toEqual({ ok: false, detail: 'Nobody there.' })
    expect(first?.nextInMs).toBeGreaterThan(15_000)
    under.answers[a] = good
    await under.pass(2400)
    under.answers[a] = 'Again.'
    under.asked.length = 0
    await under.pass(700)
    expect(under.asked[1]!.atSec - under.asked[0]!.atSec).toBeLessThan(21)
  })
})

describe('a person who presses the button', () => {
  test('is obeyed at once, every 5 s', async () => {
    await under.pass(100)
    under.announcer.now(infoHash)
    under.announcer.now(infoHash)
    await under.clock.advance(10)
    expect(under.heard()).toEqual(['0 http://a/announce started', '100 http://a/announce -'])
    await under.pass(3)
    under.announcer.now(infoHash)
    await under.pass(1)
    expect(under.heard()).toEqual([])
    await under.pass(3)
    expect(under.heard()).toEqual(['105 http://a/announce -'])
    under.announcer.now('00'.repeat(20) as InfoHash)
  })

  test('is all that has a tracker asked again whose URL cannot work', async () => {
    under.answers[a] = unusable('Broken.')
    under.change({ wantsPeers: true })
    await under.pass(4000)
    expect(under.heard()).toEqual(['0 http://a/announce started'])
    expect(under.ended()).toEqual([
      { url: a, event: 'started', outcome: { ok: false, detail: 'Broken.' }, nextInMs: null },
    ])
    under.announcer.now(infoHash)
    await under.pass(4000)
    expect(under.heard()).toEqual(['4000 http://a/announce started'])
  })

  test('is obeyed also where a tracker fails', async () => {
    under.answers[a] = 'No.'
    await under.pass(200)
    under.asked.length = 0
    under.announcer.now(infoHash)
    await under.clock.advance(10)
    expect(under.heard()).toEqual(['200 http://a/announce started'])
  })
})
