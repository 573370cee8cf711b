import { describe, expect, test } from 'vitest'
import type { Magnet } from '../../src-shared/metainfo/magnet.ts'
import type { Member, SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { type MetadataMessage, metadataPieceLength } from '../../src-shared/wire/metadata-message.ts'
import { sameBytes } from '../storage/hasher.ts'
import { ScriptedPeer, scriptedIds, trackingIds } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, strangerAt } from '../testing/stranger.ts'
import type { Peer } from './peer.ts'

// Magnet links and the metadata extension (BEP 9), between our own peers and with scripted ones.

const second = 1_000
// So many pieces of 1 KiB that the `info` dictionary has four pieces of its own.
const lengthBytes = 3_000 * 1_024

/** A peer in no swarm, and a torrent whose magnet link it opens: `open` answers what it was given, each time. */
async function peerAndTorrent(peers: readonly string[] = []) {
  const swarm = new SimulatedSwarm(420)
  const { bytes, metainfo } = await swarm.share(lengthBytes, 'noise.bin', 1_024)
  const { infoHash, infoBytes } = metainfo
  const peer = await swarm.start()
  const magnet: Magnet = { infoHash, name: 'noise', trackers: [], peers: peers as Address[] }
  const arrived: { info: Uint8Array; servers: readonly Address[] }[] = []
  peer.openMagnet(magnet, (info, servers) => arrived.push({ info, servers }))
  const isHere = () => arrived.length > 0
  return { swarm, peer, bytes, metainfo, infoHash, info: infoBytes, arrived, isHere }
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type, peer?: Peer) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type && (!peer || event.observer === peer.id))
}

const dataOf = (info: Uint8Array, piece: number): MetadataMessage => {
  const begin = piece * metadataPieceLength
  return { kind: 'data', piece, totalSize: info.length, data: info.subarray(begin, begin + metadataPieceLength) }
}

const blank = {
  uuid: null,
  name: 'listed',
  agent: 'listed',
  lab: false,
  role: 'leecher',
  haveCount: 0,
  uploadedBytes: 0,
  downloadedBytes: 0,
} as const

/** Answers every request for metadata with a piece of these bytes. */
function serveInfo(stranger: ScriptedPeer, info: Uint8Array): void {
  let answered = 0
  stranger.onMessage = () => {
    for (const message of stranger.metadata.slice(answered)) {
      answered++
      if (message?.kind === 'request') stranger.sayMetadata(dataOf(info, message.piece))
    }
  }
}

/** A scripted peer that dials the magnet link's peer and says how much metadata it has. */
async function source(swarm: SimulatedSwarm, number: number, metadataSize?: number): Promise<ScriptedPeer> {
  const stranger = await strangerAt(swarm, { number })
  return stranger.sayHello(metadataSize === undefined ? {} : { metadataSize })
}

const asked = (stranger: ScriptedPeer) =>
  stranger.metadata.flatMap((message) => (message?.kind === 'request' ? [message.piece] : []))

describe('the torrent comes', () => {
  test('from our own peer, whom the link names; then the swarm is joined and downloads', async () => {
    const { swarm, peer, bytes, metainfo, info, arrived, isHere } = await peerAndTorrent(['10.0.0.2:5000'])
    const seeder = await swarm.add(bytes)
    expect(await swarm.clock.runUntil(isHere, 10 * second)).toBe(true)
    expect(sameBytes(arrived[0]!.info, info)).toBe(true)
    expect(peer.magnets.size).toBe(0)
    await swarm.join(peer, null)
    void peer.connect(arrived[0]!.servers)
    expect(await swarm.clock.runUntil(() => swarm.isSeeding(peer, metainfo.infoHash), 60 * second)).toBe(true)
    expect(arrived).toHaveLength(1)
    const seen = told(swarm, 'link-closed', seeder).map(({ reason }) => reason.code)
    expect(seen).toEqual(['left'])
  })

  test('from a scripted one in several pieces, in whatever order, and its progress is told', async () => {
    const { swarm, peer, info, arrived } = await peerAndTorrent()
    const stranger = await source(swarm, 1, info.length)
    await swarm.clock.advance(second)
    expect(asked(stranger)).toEqual([0, 1, 2, 3])
    for (const piece of [2, 0, 3, 1]) stranger.sayMetadata(dataOf(info, piece))
    await swarm.clock.advance(second)
    expect(sameBytes(arrived[0]!.info, info)).toBe(true)
    const progress = told(swarm, 'magnet-progressed', peer)
    expect(progress.at(-1)).toMatchObject({ receivedBytes: info.length, totalBytes: info.length, from: stranger.id })
    expect(stranger.closedBy).toBe('closed')
    expect(told(swarm, 'link-closed', peer).map(({ reason }) => reason.code)).toEqual(['metadata-done'])
    expect(told(swarm, 'magnet-ended', peer)).toMatchObject([{ detail: null }])
  })

  test('from one that dials us for its info hash, and from one that the link names', async () => {
    const { swarm, infoHash, info, isHere } = await peerAndTorrent(['10.0.0.77:6881'])
    const dialled = await ScriptedPeer.listen(swarm.network.host('10.0.0.77'), { host: '10.0.0.77', port: 6881 }, 7)
    await swarm.clock.advance(second)
    const [named] = dialled as [ScriptedPeer]
    named.shakeHands(infoHash).sayHello({ metadataSize: info.length })
    await swarm.clock.advance(second)
    expect(asked(named)).toEqual([0, 1, 2, 3])
    serveInfo(named, info)
    named.onMessage({ name: 'keep-alive' })
    expect(await swarm.clock.runUntil(isHere, second)).toBe(true)
  })

  test('from one that has it only later, and says so', async () => {
    const { swarm, info, isHere } = await peerAndTorrent()
    const stranger = await source(swarm, 1)
    serveInfo(stranger, info)
    await swarm.clock.advance(5 * second)
    expect(asked(stranger)).toEqual([])
    stranger.sayHello({ metadataSize: info.length })
    expect(await swarm.clock.runUntil(isHere, 2 * second)).toBe(true)
  })
})

describe('a source that is no good', () => {
  test('sends what does not fit the info hash: it is closed, banned, and the next is asked', async () => {
    const { swarm, peer, info, infoHash, isHere } = await peerAndTorrent()
    const wrong = info.slice()
    wrong[0] = 0
    const liar = await source(swarm, 1, info.length)
    serveInfo(liar, wrong)
    const honest = await source(swarm, 2, info.length)
    serveInfo(honest, info)
    expect(await swarm.clock.runUntil(isHere, 5 * second)).toBe(true)
    const closed = told(swarm, 'link-closed', peer).filter(({ remote }) => remote === liar.id)
    expect(closed).toMatchObject([{ reason: { code: 'sent-bad-data' } }])
    await swarm.join(peer, null)
    const back = await strangerAt(swarm, { number: 1, infoHash })
    await swarm.clock.advance(second)
    expect(back.closedBy).toBe('closed')
    expect(told(swarm, 'server-turned-away', peer).at(-1)).toMatchObject({ reason: { code: 'banned' } })
  })

  const failures: [string, (stranger: ScriptedPeer, info: Uint8Array) => void][] = [
    ['rejects', (stranger) => stranger.sayMetadata({ kind: 'reject', piece: 0 })],
    ['is silent', () => undefined],
    [
      'says another size than it said first',
      (stranger, info) =>
        stranger.sayMetadata({
          kind: 'data',
          piece: 0,
          totalSize: info.length + 1,
          data: info.subarray(0, metadataPieceLength),
        }),
    ],
    [
      'sends a piece that it was not asked for',
      (stranger, info) => stranger.sayMetadata(dataOf(info, 0), dataOf(info, 0)),
    ],
    ['goes away', (stranger) => stranger.leave()],
  ]
  test.each(failures)('%s: the next is asked', async (_name, fail) => {
    const { swarm, info, isHere } = await peerAndTorrent()
    const bad = await source(swarm, 1, info.length)
    await swarm.clock.advance(second)
    fail(bad, info)
    const good = await source(swarm, 2, info.length)
    serveInfo(good, info)
    expect(await swarm.clock.runUntil(isHere, 15 * second)).toBe(true)
    expect(asked(good).length).toBeGreaterThan(0)
  })

  test('is asked again after a while, when there is no other', async () => {
    const { swarm, info, isHere } = await peerAndTorrent()
    const busy = await source(swarm, 1, info.length)
    await swarm.clock.advance(second)
    busy.sayMetadata({ kind: 'reject', piece: 0 })
    await swarm.clock.advance(5 * second)
    expect(asked(busy)).toHaveLength(4)
    serveInfo(busy, info)
    expect(await swarm.clock.runUntil(isHere, 60 * second)).toBe(true)
  })

  test.each([0, 11 * 1024 * 1024])('says that it has %d bytes: nothing is asked of it', async (metadataSize) => {
    const { swarm } = await peerAndTorrent()
    const stranger = await source(swarm, 1, metadataSize)
    await swarm.clock.advance(5 * second)
    expect(asked(stranger)).toEqual([])
    expect(stranger.closedBy).toBeUndefined()
  })
})

describe('while nobody is there', () => {
  test('it is tried again and again, ever less often, and found when somebody comes', async () => {
    const { swarm, peer, bytes, isHere } = await peerAndTorrent(['10.0.0.2:5000'])
    await swarm.clock.advance(600 * second)
    const dials = told(swarm, 'dial-started', peer).length
    expect(dials).toBeGreaterThan(8)
    expect(dials).toBeLessThan(20)
    await swarm.add(bytes)
    expect(await swarm.clock.runUntil(isHere, 61 * second)).toBe(true)
  })

  test('a link that names many is no reason to dial them all at once', async () => {
    const peers = Array.from({ length: 20 }, (_, i) => `10.1.0.${i}:5000`)
    const { swarm, peer } = await peerAndTorrent(peers)
    const underWay = () => told(swarm, 'dial-started', peer).length - told(swarm, 'dial-failed', peer).length
    expect(underWay()).toBe(8)
    await swarm.clock.advance(3 * second)
    expect(underWay()).toBe(0)
    expect(new Set(told(swarm, 'dial-started', peer).map(({ remote }) => remote)).size).toBe(20)
    expect(told(swarm, 'dial-failed', peer).map(({ reason }) => reason.code)).not.toContain('no-client-port')
  })

  test('a link that was given up dials nobody any more', async () => {
    const { swarm, peer, infoHash } = await peerAndTorrent(['10.0.0.2:5000'])
    expect(peer.closeMagnet(infoHash, null)).toBe(true)
    const before = swarm.events.length
    await swarm.clock.advance(60 * second)
    expect(told(swarm, 'dial-started').filter(({ seq }) => seq > before)).toEqual([])
    expect(swarm.network.open.size).toBe(0)
  })
})

test('whom the tracker of a source lists is dialled, but neither ourselves nor what leads nowhere', async () => {
  const { swarm, peer } = await peerAndTorrent()
  const lister = (await strangerAt(swarm)).sayHello({ m: trackingIds })
  await swarm.clock.advance(100)
  const member = (id: string, server: string): Member =>
    ({ ...blank, id: id as PeerId, server: server as Address }) satisfies Member
  const servers = ['10.0.0.55:5000', '127.0.0.1:5000', '224.0.0.1:5000', '10.0.0.56:22']
  const members = [member(peer.id, '10.0.0.1:5000'), ...servers.map((server, i) => member(`${i}1`.repeat(20), server))]
  lister.sayTracker({ kind: 'peers', members })
  await swarm.clock.advance(30 * second)
  const tried = [...told(swarm, 'dial-started', peer), ...told(swarm, 'dial-failed', peer)]
  expect(new Set(tried.map(({ remote }) => remote))).toEqual(new Set(['10.0.0.55:5000']))
})

describe('our own metadata is served', () => {
  async function seederAndStranger() {
    const swarm = new SimulatedSwarm(421)
    const { bytes, metainfo } = await swarm.share(lengthBytes, 'noise.bin', 1_024)
    const peer = await swarm.add(bytes)
    const stranger = (await strangerAt(swarm)).sayHello()
    await swarm.clock.advance(100)
    return { swarm, peer, stranger, info: metainfo.infoBytes }
  }

  test('whole, with its size in the extension handshake', async () => {
    const { swarm, stranger, info } = await seederAndStranger()
    expect(stranger.hellos[0]?.metadataSize).toBe(info.length)
    for (const piece of [3, 0]) stranger.sayMetadata({ kind: 'request', piece })
    await swarm.clock.advance(100)
    expect(stranger.metadata).toEqual([dataOf(info, 3), dataOf(info, 0)])
  })

  test('a few times to each; then, and beyond its end, it is rejected', async () => {
    const { swarm, stranger } = await seederAndStranger()
    stranger.sayMetadata({ kind: 'request', piece: 4 })
    for (let i = 0; i < 20; i++) stranger.sayMetadata({ kind: 'request', piece: 1 })
    await swarm.clock.advance(100)
    const kinds = stranger.metadata.map((message) => message?.kind)
    expect(kinds[0]).toBe('reject')
    expect(kinds.filter((kind) => kind === 'data')).toHaveLength(12)
    expect(stranger.closedBy).toBeUndefined()
  })

  test('and waits while the remote does not read', async () => {
    const { swarm, peer, stranger } = await seederAndStranger()
    Object.defineProperty(linkTo(peer, stranger).connection, 'backlogBytes', { value: 600 * 1024 })
    stranger.sayMetadata({ kind: 'request', piece: 0 })
    await swarm.clock.advance(100)
    expect(stranger.metadata).toEqual([{ kind: 'reject', piece: 0 }])
  })

  test('but a peer that has only the link has none: it rejects', async () => {
    const { swarm } = await peerAndTorrent()
    const stranger = (await strangerAt(swarm)).sayHello({ m: scriptedIds })
    await swarm.clock.advance(100)
    expect(stranger.hellos[0]?.metadataSize).toBeUndefined()
    expect(stranger.names[0]).toBe('have-none')
    stranger.sayMetadata({ kind: 'request', piece: 0 })
    stranger.say({ name: 'interested' }, { name: 'request', piece: 0, begin: 0, length: 16 })
    await swarm.clock.advance(100)
    expect(stranger.metadata).toEqual([{ kind: 'reject', piece: 0 }])
    expect(stranger.names).toContain('reject')
    expect(stranger.names).not.toContain('unchoke')
  })
})

test('two of our peers with only the link wait together, and the torrent comes to both', async () => {
  const { swarm, peer, bytes, infoHash, isHere } = await peerAndTorrent()
  const other = await swarm.start()
  let others = 0
  other.openMagnet({ infoHash, name: '', trackers: [], peers: ['10.0.0.1:5000' as Address] }, () => others++)
  await swarm.clock.advance(5 * second)
  expect([isHere(), others]).toEqual([false, 0])
  const seeder = await swarm.add(bytes)
  void seeder.connect(['10.0.0.1'])
  expect(await swarm.clock.runUntil(isHere, 30 * second)).toBe(true)
  await swarm.join(peer, null)
  expect(await swarm.clock.runUntil(() => others === 1, 30 * second)).toBe(true)
})
