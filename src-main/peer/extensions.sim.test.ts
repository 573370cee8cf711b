import { describe, expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { encodePexMessage } from '../../src-shared/wire/pex-message.ts'
import { encodeTrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import { sampleTorrent } from '../testing/sample-torrent.ts'
import { trackingIds } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, serveBytes, strangerAt } from '../testing/stranger.ts'
import { agent } from './peer-id.ts'

// The extension handshake (BEP 10), partial seeds (BEP 21) and private torrents (BEP 27).

const block = 16_384
const noMore = { m: {} } as const

async function seeder() {
  const swarm = new SimulatedSwarm(440)
  const { bytes } = await swarm.share(4 * block, 'noise.bin', block)
  return { swarm, peer: await swarm.add(bytes) }
}

/** Two files of two pieces each. */
const twoFiles = (isPrivate = false) =>
  sampleTorrent([2 * block, 2 * block], { paths: [['first'], ['second']], isPrivate })

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

describe('the extension handshake (BEP 10)', () => {
  test('says who we are, where we listen and how many requests we keep, right after what we have', async () => {
    const { swarm } = await seeder()
    const stranger = await strangerAt(swarm)
    await swarm.clock.advance(100)
    expect(stranger.names).toEqual(['have-all', 'extended'])
    expect(stranger.hellos[0]).toMatchObject({ v: agent, p: 5000, reqq: 500, uploadOnly: true })
    expect(Object.keys(stranger.hellos[0]!.m).sort()).toEqual(['ss_tracker', 'ut_metadata', 'ut_pex'])
  })

  test('is shown: the name of the client, and where it listens', async () => {
    const { swarm, peer } = await seeder()
    const stranger = (await strangerAt(swarm)).sayHello({ v: 'Rude 1.0\u202e', p: 6_881 })
    await swarm.clock.advance(1_000)
    const identity = { agent: 'Rude 1.0', name: 'Rude 1.0', server: '10.0.0.91:6881', lab: false }
    expect(linkTo(peer, stranger).remote).toMatchObject(identity)
    expect(told(swarm, 'link-identified').at(-1)?.remote).toMatchObject(identity)
    expect(peer.swarms.get(swarm.metainfo!.infoHash)?.members).toMatchObject([identity])
  })

  test('said again, it changes only what it says', async () => {
    const { swarm, peer } = await seeder()
    const lab = { uuid: '01234567-89ab-cdef-0123-456789abcdef', name: 'Alice', profile: 'other' }
    const stranger = (await strangerAt(swarm)).sayHello({ v: 'Rude 1.0', p: 6_881, reqq: 7, metadataSize: 99, lab })
    await swarm.clock.advance(1_000)
    const link = linkTo(peer, stranger)
    stranger.sayHello({ m: { ut_pex: 0 }, v: 'Rude 1.1', uploadOnly: true })
    await swarm.clock.advance(1_000)
    expect(link.remote).toMatchObject({ agent: 'Rude 1.1', name: 'Alice', server: '10.0.0.91:6881', uuid: lab.uuid })
    const { reqq, metadataSize, hasMetadata, hasExchange, remoteUploadOnly } = link.speaks
    expect({ reqq, metadataSize, hasMetadata, hasExchange, remoteUploadOnly }).toEqual({
      reqq: 7,
      metadataSize: 99,
      hasMetadata: true,
      hasExchange: false,
      remoteUploadOnly: true,
    })
  })

  test('is not sent to one whose handshake does not have the bit', async () => {
    const { swarm } = await seeder()
    const plain = await strangerAt(swarm, { extended: false, fast: false })
    await swarm.clock.advance(1_000)
    expect(plain.names).toEqual(['bitfield'])
    expect(told(swarm, 'link-identified')).toHaveLength(1)
  })

  test('with an unknown extension in it, and messages of extensions that nobody speaks, does no harm', async () => {
    const { swarm } = await seeder()
    const stranger = (await strangerAt(swarm)).sayHello({ m: { lt_donthave: 7, upload_only: 3 } })
    stranger.say({ name: 'extended', extendedId: 200, payload: Uint8Array.of(1, 2, 3) })
    await swarm.clock.advance(1_000)
    expect(stranger.closedBy).toBeUndefined()
  })
})

describe('partial seeds (BEP 21)', () => {
  test('who has everything that it wants says upload_only, and takes it back when it wants more', async () => {
    const swarm = new SimulatedSwarm(441)
    const shared = await twoFiles()
    swarm.shared = shared
    const peer = await swarm.add(null)
    const mine = peer.swarms.get(shared.metainfo.infoHash)!
    mine.chooseFiles([1])
    const stranger = (await strangerAt(swarm)).say({ name: 'have-all' }).sayHello()
    await swarm.clock.advance(100)
    expect(stranger.hellos.map(({ uploadOnly }) => uploadOnly)).toEqual([false])
    serveBytes(swarm, stranger)
    stranger.say({ name: 'unchoke' })
    await swarm.clock.advance(1_000)
    expect(stranger.hellos.map(({ uploadOnly }) => uploadOnly)).toEqual([false, true])
    expect(stranger.names).toContain('not-interested')
    expect(new Set(stranger.all('request').map(({ piece }) => piece))).toEqual(new Set([0, 1]))
    mine.chooseFiles([])
    await swarm.clock.advance(1_000)
    expect(stranger.hellos.map(({ uploadOnly }) => uploadOnly)).toEqual([false, true, false, true])
    expect(mine.role).toBe('seeder')
    expect(told(swarm, 'download-finished')).toHaveLength(2)
  })

  test('wanting less, it may have everything at once', async () => {
    const swarm = new SimulatedSwarm(442)
    const shared = await twoFiles()
    swarm.shared = shared
    const half = shared.bytes.slice().fill(0, 2 * block)
    const peer = await swarm.add(half)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-all' }).sayHello()
    await swarm.clock.advance(100)
    expect(stranger.names).toContain('interested')
    peer.swarms.get(shared.metainfo.infoHash)!.chooseFiles([1])
    await swarm.clock.advance(1_000)
    expect(stranger.hellos.at(-1)?.uploadOnly).toBe(true)
    expect(stranger.names).toContain('not-interested')
    expect(told(swarm, 'download-finished')).toHaveLength(1)
    stranger.say({ name: 'interested' })
    await swarm.clock.advance(100)
    expect(stranger.names).toContain('unchoke')
  })
})

describe('private torrents (BEP 27)', () => {
  async function privateSwarm() {
    const swarm = new SimulatedSwarm(443)
    const shared = await twoFiles(true)
    swarm.shared = shared
    return { swarm, bytes: shared.bytes, infoHash: shared.metainfo.infoHash }
  }
  async function privateSeeder() {
    const { swarm, bytes, infoHash } = await privateSwarm()
    return { swarm, infoHash, peer: await swarm.add(bytes) }
  }
  const listed = {
    id: 'ee'.repeat(20) as PeerId,
    uuid: null,
    name: 'listed',
    agent: 'listed',
    lab: false,
    role: 'leecher',
    server: '10.0.0.7:6881' as Address,
    haveCount: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
  } as const

  test('neither lists nor exchange are offered, sent or believed', async () => {
    const { swarm } = await privateSeeder()
    const stranger = (await strangerAt(swarm)).sayHello({ m: trackingIds, p: 6_881 })
    await swarm.clock.advance(500)
    expect(Object.keys(stranger.hellos[0]!.m)).toEqual(['ut_metadata'])
    const list = encodeTrackerMessage({ kind: 'peers', members: [listed] })
    const { server: address } = listed
    const added = [{ address, prefersEncryption: false, uploadOnly: false, reachable: true }]
    // Under the numbers that these extensions have in other swarms.
    stranger.say({ name: 'extended', extendedId: 1, payload: list })
    stranger.say({ name: 'extended', extendedId: 3, payload: encodePexMessage({ added, dropped: [] }) })
    await strangerAt(swarm, { number: 2 })
    await swarm.clock.advance(120_000)
    expect(stranger.names.filter((name) => name === 'extended')).toHaveLength(1)
    expect(told(swarm, 'dial-started')).toEqual([])
    expect(told(swarm, 'dial-failed')).toEqual([])
    expect(told(swarm, 'peers-exchanged')).toEqual([])
    expect(told(swarm, 'member-joined').map(({ member }) => member.id)).not.toContain(listed.id)
  })

  test('nobody is dialled, with the reason; who dials in is served, and its progress is seen', async () => {
    const { swarm, peer, infoHash } = await privateSeeder()
    const other = await swarm.add(null)
    const results = other.connect(['10.0.0.1'])
    await swarm.clock.advance(5_000)
    expect(await results).toMatchObject([{ ok: false, reason: { code: 'private-torrent' } }])
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, { name: 'interested' }).sayHello(noMore)
    await swarm.clock.advance(500)
    stranger.say({ name: 'request', piece: 1, begin: 0, length: block })
    await swarm.clock.advance(500)
    stranger.say({ name: 'have', piece: 1 })
    await swarm.clock.advance(2_000)
    expect(stranger.all('piece')).toHaveLength(1)
    expect(peer.swarms.get(infoHash)?.members).toMatchObject([{ id: stranger.id, haveCount: 1, role: 'peer' }])
  })

  test('the progress of one of our own kind is seen too, though it has no tracker there, and it is not dialled back', async () => {
    const { swarm, infoHash } = await privateSwarm()
    const peer = await swarm.add(null)
    const lab = { uuid: '01234567-89ab-cdef-0123-456789abcdef', name: 'Alice', profile: 'lab' }
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }).sayHello({ lab, p: 6_881 })
    await swarm.clock.advance(500)
    stranger.say({ name: 'have', piece: 0 }, { name: 'have', piece: 3 })
    await swarm.clock.advance(5_000)
    expect(peer.swarms.get(infoHash)?.members).toMatchObject([
      { id: stranger.id, haveCount: 2, role: 'peer', lab: true },
    ])
    expect(told(swarm, 'dial-failed')).toEqual([])
  })
})
