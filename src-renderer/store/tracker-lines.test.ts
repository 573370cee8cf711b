import { describe, expect, it } from 'vitest'
import type { TrackerContact } from '../../src-shared/swarm/view.ts'
import { notesTorrent } from '../testing/complete-view.ts'
import { ownTracker, sampleAnswer, sampleTracker } from '../testing/finding-view.ts'
import { sampleAtMs, sampleInfoHash, sampleMembership, samplePeer } from '../testing/sample-view.ts'
import { memberWords, servedWords } from './served-words.ts'
import type { ShownFinding } from './shown-finding.ts'
import { nextWords, trackerLines, whyNotAsk } from './tracker-lines.ts'

const url = 'udp://tracker.example:6969/announce'

function finding(trackers: TrackerContact[], changes: Partial<ShownFinding> = {}): ShownFinding {
  const peer = samplePeer(1, 12, { trackers: { [sampleInfoHash]: trackers } })
  return { infoHash: sampleInfoHash, peer, membership: sampleMembership(12), peers: [peer], swarms: [], ...changes }
}

const wordsOf = (...trackers: TrackerContact[]) => trackerLines(finding(trackers)).map(({ words }) => words)

describe('trackerLines', () => {
  it('begins with the own tracker, then goes tier by tier', () => {
    const lines = trackerLines(
      finding([sampleTracker({ url: 'c', tier: 2 }), sampleTracker({ url: 'a', tier: 0 }), ownTracker(1)]),
    )
    expect(lines.map(({ contact }) => contact.url)).toEqual(['http://127.0.0.1:5000/announce', 'a', 'c'])
    expect(lines[0]?.words).toContain('needs no asking. It lists 4 peers in this swarm now.')
  })

  it('has keys of its own even where a torrent names a tracker twice', () => {
    const keys = trackerLines(finding([sampleTracker({ url }), sampleTracker({ url, tier: 1 })])).map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })

  it('says what each answered, and that it is being asked rather than what it answered before', () => {
    const answered = sampleTracker({ url, outcome: sampleAnswer(), answeredAtMs: sampleAtMs })
    expect(wordsOf(answered)).toEqual(['It named 3 peers and counts 1 seeder and 2 leechers.'])
    expect(wordsOf({ ...answered, asking: true })).toEqual(['It is being asked now…'])
    const failing = sampleTracker({ url, outcome: { ok: false, detail: 'Nobody answers there.' } })
    expect(trackerLines(finding([failing]))[0]).toMatchObject({ tone: 'failing', words: 'Nobody answers there.' })
  })

  it('leaves out what a tracker does not count', () => {
    const few = sampleTracker({ url, outcome: sampleAnswer({ peers: 1, seeders: null, leechers: 0 }) })
    expect(wordsOf(few)).toEqual(['It named 1 peer and counts 0 leechers.'])
  })

  it('says why one was not asked yet', () => {
    expect(wordsOf(sampleTracker({ url }))).toEqual(['Not asked yet.'])
    expect(wordsOf(ownTracker(1), sampleTracker({ url, tier: 1 }))[1]).toBe('Not asked yet.')
    expect(wordsOf(sampleTracker({ url: 'a' }), sampleTracker({ url, tier: 1 }))[1]).toContain('tiers before it')
    const answers = sampleTracker({ url: 'a', outcome: sampleAnswer() })
    expect(wordsOf(answers, sampleTracker({ url, tier: 1 }))[1]).toContain('the one that answers fails')
  })

  it('keeps a hostile warning short and fit for showing', () => {
    const outcome = sampleAnswer({ warning: `\u202e${'x'.repeat(5000)}` })
    const [line] = trackerLines(finding([sampleTracker({ url, outcome })]))
    expect(line?.warning).toMatch(/^x{299}…$/)
  })
})

describe('nextWords', () => {
  const answered = sampleTracker({ url, outcome: sampleAnswer(), nextAtMs: sampleAtMs + 90_000 })

  it('counts down', () => {
    expect(nextWords(answered, sampleAtMs)).toBe('asked again in 1 min 30 s')
    expect(nextWords(answered, sampleAtMs + 89_001)).toBe('asked again in 1 s')
    expect(nextWords(answered, sampleAtMs + 90_001)).toBe('asked again any moment')
  })

  it('says so when none follows, and nothing of one that needs none', () => {
    expect(nextWords({ ...answered, nextAtMs: null }, sampleAtMs)).toBe('not asked for now')
    expect(nextWords({ ...answered, asking: true }, sampleAtMs)).toBeNull()
    expect(nextWords(sampleTracker({ url }), sampleAtMs)).toBeNull()
    expect(nextWords(ownTracker(1), sampleAtMs)).toBeNull()
  })
})

describe('whyNotAsk', () => {
  const tracker = sampleTracker({ url })

  it('is undefined where a tracker can be asked, of a magnet link too', () => {
    expect(whyNotAsk(finding([ownTracker(1), tracker]))).toBeUndefined()
    expect(whyNotAsk(finding([tracker], { membership: null }))).toBeUndefined()
  })

  it.each([
    ['nobody', []],
    ['own tracker', [ownTracker(1)]],
    ['just now', [ownTracker(1), { ...tracker, asking: true }]],
  ] as const)('says that there is %s to ask', (_, trackers) => {
    expect(whyNotAsk(finding([...trackers]))).toMatch(/no tracker|own tracker|just now/)
  })

  it('says that the peer is stopped, or takes no part', () => {
    expect(whyNotAsk(finding([tracker], { peer: samplePeer(1, 0, { running: false }) }))).toContain('P1 is stopped')
    const membership = sampleMembership(12, { state: 'paused' })
    expect(whyNotAsk(finding([tracker], { membership }))).toContain('paused')
  })
})

describe('memberWords', () => {
  it('says of how many swarms, where there are several', () => {
    const [one, other] = [sampleInfoHash, notesTorrent.infoHash]
    expect(memberWords({ lists: { [one]: 4 }, members: 4 })).toBe('4 members')
    expect(memberWords({ lists: { [one]: 4, [other]: 2 }, members: 6 })).toBe('6 members in 2 swarms')
  })
})

describe('servedWords', () => {
  it('counts what the own tracker answered', () => {
    expect(servedWords({ served: { http: 1, udp: 2, refused: 0 } })).toBe(
      'It answered 1 announce by HTTP and 2 by UDP.',
    )
    expect(servedWords({ served: { http: 0, udp: 0, refused: 1 } })).toContain('refused 1 request')
    expect(servedWords({ served: { http: 0, udp: 0, refused: 0 } })).toContain('Nobody')
  })
})
