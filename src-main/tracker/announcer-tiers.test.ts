import { beforeEach, describe, expect, test } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { AnnouncerUnderTest, a, alone, b, c, infoHash } from '../testing/announcer-under-test.ts'

let under: AnnouncerUnderTest

beforeEach(() => {
  under = new AnnouncerUnderTest()
})

describe('of several trackers', () => {
  beforeEach(() => {
    under.change({ trackers: [[a], [b], [c]] })
  })

  test('the next tier is asked only when the one before failed, and the better one is tried again', async () => {
    under.answers = { [a]: 'Down.', [b]: 'Down.' }
    await under.pass(5)
    expect(under.heard()).toEqual(['0 http://a/announce started', '1 udp://b:1 started', '2 http://c/announce started'])
    under.answers = { [b]: 'Down.' }
    await under.pass(20)
    const retried = under.heard().filter((line) => !line.includes(b))
    expect(retried).toHaveLength(2)
    expect(retried[0]).toMatch(/^\d+ http:\/\/a\/announce started$/)
    expect(retried[1]).toMatch(/^\d+ http:\/\/c\/announce stopped$/)
    await under.pass(600)
    expect(under.heard().every((line) => line.includes('http://a/'))).toBe(true)
    expect(under.ended().filter(({ event }) => event === 'stopped')).toMatchObject([{ url: c, nextInMs: null }])
  })

  test('the next is not asked before it is known that the one before fails', async () => {
    under.delaySec = 4
    under.answers = { [a]: 'Down.' }
    await under.pass(9)
    expect(under.heard()).toEqual(['0 http://a/announce started', '4 udp://b:1 started'])
  })

  test('one of a tier is enough, in an order that is drawn by lot, and it comes first from then on', async () => {
    const firsts = new Set<string>()
    const all = Array.from({ length: 4 }, (_, i) => `http://t${i}/announce`)
    for (let i = 0; i < 20; i++) {
      under.swarms = [{ ...alone, infoHash: `${i + 10}`.repeat(20) as InfoHash, trackers: [all] }]
      await under.pass(1)
      firsts.add(under.asked.find(({ event }) => event === 'started')!.url)
      expect(under.asked.filter(({ event }) => event === 'started')).toHaveLength(1)
      under.asked.length = 0
    }
    expect(firsts.size).toBe(4)

    under.swarms = [{ ...alone, trackers: [all] }]
    under.answers = Object.fromEntries(all.slice(0, 3).map((url) => [url, 'Down.']))
    await under.pass(700)
    const urls = under.asked.filter(({ event }) => event !== 'stopped').map(({ url }) => url)
    expect(urls.at(-1)).toBe(all[3])
    expect(urls.at(-2)).toBe(all[3])
    // Whoever is followed by another of its tier is not asked again while that one answers.
    const failed = under.ended().filter(({ outcome }) => !outcome.ok)
    expect(failed.map(({ nextInMs }) => nextInMs)).toEqual(failed.map(() => null))
  })

  test('the last of a tier says when it is asked again', async () => {
    under.change({ trackers: [[a, b]] })
    under.answers = { [a]: 'Down.', [b]: 'Down.' }
    await under.pass(3)
    const [first, second] = under.ended()
    expect(first?.nextInMs).toBeNull()
    expect(second?.nextInMs).toBeGreaterThanOrEqual(15_000)
  })

  test('the button asks those that failed before too', async () => {
    under.answers = { [a]: 'Down.', [b]: 'Down.' }
    await under.pass(5)
    under.asked.length = 0
    await under.pass(1)
    under.announcer.now(infoHash)
    await under.pass(4)
    expect(under.heard().map((line) => line.split(' ')[1])).toEqual([a, b, c])
  })
})
