import { describe, expect, it } from 'vitest'
import type { PeerSettings } from '../../src-shared/swarm/events.ts'
import { noDiscovery, type PeerView, type View } from '../../src-shared/swarm/view.ts'
import { notesTorrent } from '../testing/complete-view.ts'
import { findingView, ownTracker, sampleTracker } from '../testing/finding-view.ts'
import { sampleInfoHash, sampleMembership, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { foundSentence, foundWords, wayLines } from './finding-ways.ts'
import type { ShownFinding } from './shown-finding.ts'

interface Situation {
  peer?: Partial<PeerView>
  settings?: Partial<PeerSettings>
  membership?: ShownFinding['membership']
  infoHash?: ShownFinding['infoHash']
}

const usual = { openToNetwork: true, localDiscovery: true, dht: true }

function linesIn({ peer = {}, settings = {}, ...shown }: Situation = {}) {
  const p1 = samplePeer(1, 12, peer)
  const view = sampleView([p1])
  const torrents: View['torrents'] = { ...view.torrents, [notesTorrent.infoHash]: notesTorrent }
  const set = { ...view.settings!, ...usual, ...settings }
  const finding = { infoHash: sampleInfoHash, membership: sampleMembership(12), peers: [p1], swarms: [], ...shown }
  const lines = wayLines({ ...view, settings: set, torrents }, { ...finding, peer: p1 })
  return Object.fromEntries(lines.map((line) => [line.way, line]))
}

const trackers = (...contacts: ReturnType<typeof sampleTracker>[]) => ({ trackers: { [sampleInfoHash]: contacts } })
const running = (way: 'local' | 'dht', detail: string | null = null) => ({
  discovery: { ...noDiscovery, [way]: { on: true, detail } },
})

describe('trackers as a way', () => {
  const other = sampleTracker({ url: 'http://a.example/announce' })

  it('are those that are asked; the own one is asked by others', () => {
    expect(linesIn({ peer: trackers(ownTracker(1), other) }).tracker).toMatchObject({
      on: true,
      words: 'It asks 1 tracker.',
    })
    expect(linesIn({ peer: trackers(other, other) }).tracker?.words).toContain('tier after tier')
    expect(linesIn({ peer: trackers(ownTracker(1)) }).tracker?.words).toContain('hand out the announce URL')
  })

  it('say what to do where there is none', () => {
    expect(linesIn().tracker).toMatchObject({ on: false, words: expect.stringContaining('This torrent names no') })
    const alone = linesIn({ membership: null, peer: trackers(ownTracker(1)) }).tracker
    expect(alone).toMatchObject({ on: false, words: expect.stringContaining('This magnet link names no') })
  })
})

describe('local discovery', () => {
  it('is on, and says what it cannot do', () => {
    expect(linesIn({ peer: running('local') }).local).toMatchObject({ on: true, inSettings: false })
    expect(linesIn({ peer: running('local', 'IPv4 only.') }).local?.words).toBe('IPv4 only.')
  })

  it('leads to the settings where those switch it off', () => {
    expect(linesIn({ settings: { localDiscovery: false } }).local).toMatchObject({ on: false, inSettings: true })
    const closed = linesIn({ settings: { openToNetwork: false } }).local
    expect(closed).toMatchObject({ on: false, inSettings: true, words: expect.stringContaining('this computer only') })
  })

  it('offers no settings where it was switched off as the program started', () => {
    const detail = 'It was switched off when this program started, with --no-local-discovery.'
    const peer = { discovery: { ...noDiscovery, local: { on: false, detail } } }
    const settings = { openToNetwork: false }
    expect(linesIn({ peer, settings }).local).toMatchObject({ on: false, words: detail, inSettings: false })
  })

  it('says why the system does not let it, which no setting here changes', () => {
    const peer = { discovery: { ...noDiscovery, local: { on: false, detail: 'The firewall forbids it.' } } }
    expect(linesIn({ peer }).local).toMatchObject({ words: 'The firewall forbids it.', inSettings: false })
  })
})

describe('the DHT', () => {
  it('warns of what it tells the world, on or off', () => {
    for (const situation of [{}, { peer: running('dht') }, { settings: { dht: false } }])
      expect(linesIn(situation).dht?.warning).toContain('the whole world')
    const told = linesIn({ peer: running('dht', 'The whole world can see it.') }).dht
    expect(told).toMatchObject({ words: 'The whole world can see it.', warning: expect.stringContaining('Any other') })
  })

  it('is switched on in the settings', () => {
    expect(linesIn({ settings: { dht: false } }).dht).toMatchObject({ on: false, inSettings: true })
    expect(linesIn({ peer: running('dht') }).dht).toMatchObject({ on: true, inSettings: false })
  })
})

describe('the ways of a private torrent', () => {
  it('are its trackers alone', () => {
    const lines = linesIn({ infoHash: notesTorrent.infoHash, peer: { ...running('local'), ...running('dht') } })
    for (const way of ['local', 'exchange', 'dht'] as const)
      expect(lines[way]).toMatchObject({ on: false, words: expect.stringContaining('BEP 27'), inSettings: false })
    expect(lines.tracker?.words).not.toContain('BEP 27')
  })
})

describe('a peer that takes no part', () => {
  it('finds nobody in any way', () => {
    for (const situation of [
      { peer: { ...running('local'), running: false } },
      { membership: sampleMembership(12, { state: 'checking' }) },
    ])
      expect(Object.values(linesIn(situation)).every(({ on }) => !on)).toBe(true)
  })
})

describe('what was found', () => {
  it('is counted for each way, and added up', () => {
    const view = findingView()
    const peer = view.peers[samplePeerId(1)]!
    const membership = peer.swarms[sampleInfoHash]!
    const lines = wayLines(view, { infoHash: sampleInfoHash, peer, membership, peers: [peer], swarms: [] })
    expect(lines.map(({ found }) => found)).toEqual([5, 2, 1, 0])
    expect(foundSentence(lines)).toBe('8 addresses found so far')
    expect(foundSentence([])).toBe('no address found yet')
    expect(lines.map(foundWords)).toEqual(['found 5 addresses', 'found 2 addresses', 'found 1 address', 'found nobody'])
  })

  it('names the other peers on the trackers’ lists, which the course’s peers find one another by', () => {
    const [p1, p2, p3] = [1, 2, 3].map(samplePeerId)
    const listings = {
      [p1!]: { [sampleInfoHash]: [p1!, p2!] },
      [p2!]: { [sampleInfoHash]: [p1!] },
      [p3!]: { [sampleInfoHash]: [p1!, p2!], [notesTorrent.infoHash]: [p1!] },
    }
    const peer = samplePeer(1, 12)
    const shown = { infoHash: sampleInfoHash, peer, membership: sampleMembership(12), peers: [peer], swarms: [] }
    const lines = wayLines({ ...sampleView([peer]), listings }, shown)
    expect(lines.map(foundWords)[0]).toBe('2 peers on the trackers’ lists')
    expect(foundSentence(lines)).toBe('2 peers on the trackers’ lists')
    expect(lines.map(({ listed }) => listed)).toEqual([2, 0, 0, 0])
  })
})
