import { describe, expect, it } from 'vitest'
import type { EventKind } from '../../src-shared/swarm/describe.ts'
import { reduceAll } from '../../src-shared/swarm/reduce.ts'
import { emptyView } from '../../src-shared/swarm/view.ts'
import {
  infoHash,
  joined,
  otherInfoHash,
  peerId,
  seen,
  started,
  story,
  torrent,
} from '../../src-shared/testing/sample-events.ts'
import { createLogLines } from './log-lines.ts'

const verified = (piece: number, from: number) =>
  ({ type: 'piece-verified', infoHash, piece, from: [peerId(from)] }) as const
const view = reduceAll(
  emptyView,
  story(started(1, true), started(2), joined(2), [2, verified(4, 1)], [1, verified(5, 2)]),
)
const everything = { hidden: new Set<EventKind>(), text: '' }
const words = (text: string, hidden: EventKind[] = []) =>
  createLogLines()(view, { hidden: new Set(hidden), text }).map(({ observer, words }) => `${observer}: ${words}`)

describe('the lines of the event log', () => {
  it('say who saw it, and which of that was seen here', () => {
    expect(words('verified')).toEqual([
      'P2: Piece 4 verified, blocks from P1.',
      'P1: Piece 5 verified, blocks from P2.',
    ])
    expect(createLogLines()(view, everything).map(({ byMe }) => byMe)).toEqual([true, false, false, false, true])
  })

  it('are found by their observer’s name as by their words', () => {
    expect(words(' p2: ')).toEqual([])
    expect(words('P2 PIECE 4')).toHaveLength(1)
    expect(words('p1')).toEqual([
      expect.stringMatching(/^P1: P1 started/),
      'P2: Piece 4 verified, blocks from P1.',
      'P1: Piece 5 verified, blocks from P2.',
    ])
  })

  it('of a hidden kind are left out', () => expect(words('', ['pieces', 'connection'])).toHaveLength(1))

  it('keep the names of the moment when they were first shown', () => {
    const lines = createLogLines()
    const before = lines(view, everything)
    const settings = {
      name: 'Ada',
      serverPort: 5000,
      clientPorts: { first: 1, last: 2 },
      maxRemoteClients: 1,
      openToNetwork: false,
      localDiscovery: true,
      dht: false,
      demoApart: false,
      reportLinks: true,
    }
    const renamed = reduceAll(view, [
      seen(6, 1, { type: 'settings-changed', settings, dataFolder: '' }),
      seen(7, 1, verified(6, 2)),
    ])
    const after = lines(renamed, everything)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.at(-1)?.observer).toBe('Ada')
  })

  it('that tell of bad data stand out by a word, and are found by it', () => {
    const banned = { type: 'peer-banned', infoHash, peer: peerId(1), piece: 4, blocks: [1] } as const
    const after = reduceAll(view, [seen(6, 2, banned)])
    const lines = createLogLines()(after, { ...everything, text: 'banned' })
    expect(lines.map(({ mark }) => mark)).toEqual(['Banned'])
    expect(createLogLines()(view, everything).every(({ mark }) => mark === null)).toBe(true)
  })

  it('name their swarm, by which they are found where there are several', () => {
    const lines = createLogLines()(view, everything)
    expect(lines.map(({ swarm }) => swarm)).toEqual([null, null, null, torrent.name, torrent.name])
    const find = (of: typeof view) =>
      createLogLines()(of, { ...everything, text: torrent.name }).map(({ words }) => words)
    expect(find(view)).toHaveLength(1)
    const other = { ...torrent, infoHash: otherInfoHash, name: 'notes' }
    expect(find({ ...view, torrents: { ...view.torrents, [otherInfoHash]: other } })).toHaveLength(3)
  })
})
