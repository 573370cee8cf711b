import { expect, test } from 'vitest'
import {
  identity,
  infoHash,
  joined,
  member,
  opened,
  peerId,
  serverOf,
  started,
  story,
} from '../testing/sample-events.ts'
import type { RemoteIdentity, SwarmFact } from './events.ts'
import type { PeerId } from './ids.ts'
import { reduceAll } from './reduce.ts'
import { emptyView, type View } from './view.ts'

type Told = readonly [number, SwarmFact]

const foreign = { uuid: null, name: 'libtorrent', agent: 'libtorrent 2.0.8', lab: false }
const guest = (number: number): RemoteIdentity => ({ ...identity(number), ...foreign, server: serverOf(90) })
const ids = (view: View) => Object.keys(view.peers) as PeerId[]
const here: Told[] = [started(1, true), joined(1, 'seeder'), started(2), joined(2)]

function linked(observer: number, number: number, link: string): Told {
  const [, fact] = opened(observer, number, link, true, 5000 + number)
  return [observer, { ...fact, acceptor: serverOf(90), remote: guest(number) } as SwarmFact]
}

test('a client with another id on each connection is one peer, at both ends of what it does', () => {
  const view = reduceAll(
    emptyView,
    story(
      ...here,
      linked(1, 7, 'a'),
      linked(2, 8, 'b'),
      [2, { type: 'remote-haves', infoHash, peer: peerId(8), indices: [0, 1] }],
      [2, { type: 'member-joined', infoHash, member: { ...member(8), ...guest(8) }, introducedBy: null }],
    ),
  )
  expect(ids(view)).toEqual([peerId(1), peerId(2), peerId(7)])
  expect(Object.values(view.links).map(({ acceptor }) => acceptor)).toEqual([peerId(7), peerId(7)])
  expect(view.peers[peerId(7)]?.swarms[infoHash]?.haveCount).toBe(2)
  expect(view.peers[peerId(7)]?.listedBy).toEqual([peerId(2)])
  const left = reduceAll(
    view,
    story([2, { type: 'member-left', infoHash, peer: peerId(8), reason: { code: 'closed' } }]),
  )
  expect(left.peers[peerId(7)]?.listedBy).toEqual([])
})

test('one whose server is known only later gives its node up to the one that was there', () => {
  const [, fact] = opened(2, 8, 'b', false, 40_000)
  const unknown = { ...guest(8), server: null }
  const view = reduceAll(
    emptyView,
    story(
      ...here,
      linked(1, 7, 'a'),
      [2, { ...fact, remote: unknown } as SwarmFact],
      [2, { type: 'link-identified', link: 'b' as never, infoHash, remote: guest(8) }],
    ),
  )
  expect(ids(view)).toEqual([peerId(1), peerId(2), peerId(7)])
  expect(Object.values(view.links).map(({ dialler }) => dialler)).toEqual([peerId(1), peerId(7)])
})

test('our own kind, who tells its UUID, and those at other addresses stay apart', () => {
  const other = { ...guest(8), server: serverOf(91) }
  const [, fact] = linked(2, 8, 'b')
  const view = reduceAll(emptyView, story(...here, linked(1, 7, 'a'), [2, { ...fact, remote: other } as SwarmFact]))
  expect(ids(view)).toHaveLength(4)
  const ours = reduceAll(
    emptyView,
    story(started(1, true), joined(1), opened(1, 3, 'a', true), opened(1, 4, 'b', true)),
  )
  expect(ours.aliases).toEqual({})
})
