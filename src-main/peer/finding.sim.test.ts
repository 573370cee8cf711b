import { describe, expect, test } from 'vitest'
import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { AnnounceEvent, SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { AskTracker } from '../tracker/tracker-question.ts'

// Whom a peer comes to know by the trackers of its torrents, by local discovery and the DHT, and whom it then dials.

const second = 1_000
const block = 16_384
const url = 'http://10.0.9.9:6969/announce'
const seederAddress = '10.0.0.1:5000' as Address
const nothing: TrackerAnswer = {
  intervalSec: 1_800,
  minIntervalSec: null,
  seeders: null,
  leechers: null,
  peers: [],
  warning: null,
  trackerId: null,
}

/** A seeder at 10.0.0.1 of a torrent that names a tracker, and what that tracker is told; it names these peers to everybody. */
async function trackedSwarm(peers: readonly string[], isPrivate = false) {
  const swarm = new SimulatedSwarm(490)
  const shared = await swarm.share(8 * block, 'noise.bin', block)
  const tracked = { ...shared, metainfo: { ...shared.metainfo, trackers: [[url]], isPrivate } }
  const heard: (AnnounceEvent | null)[] = []
  const ask: AskTracker = async (_url, { event }) => {
    heard.push(event)
    return { ...nothing, peers: peers as Address[] }
  }
  const seeder = await swarm.start()
  await swarm.join(seeder, shared.bytes, {}, tracked)
  return { swarm, shared: tracked, seeder, heard, ask, infoHash: shared.metainfo.infoHash }
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  return swarm.events.filter((event): event is Extract<SwarmEvent, { type: Type }> => event.type === type)
}

describe('by a torrent’s tracker', () => {
  test('a leecher finds the seeder, and tells how it gets on', async () => {
    const { swarm, shared, heard, ask, infoHash } = await trackedSwarm([seederAddress])
    const leecher = await swarm.start({ ask })
    await swarm.join(leecher, null, {}, shared)
    await swarm.runUntilSeeding([leecher], 30 * second)
    // No tracker is told twice in ten seconds.
    await swarm.clock.advance(15 * second)
    const stopped = leecher.stop()
    await swarm.clock.advance(second)
    await stopped
    expect(heard).toEqual(['started', 'completed', 'stopped'])
    expect(told(swarm, 'peers-found')).toMatchObject([{ infoHash, way: 'tracker', from: url, addresses: 1 }])
  })

  test('nobody gets in any more while it is told that we leave', async () => {
    const { swarm, shared, ask } = await trackedSwarm([])
    const slowly: AskTracker = (to, question, signal) =>
      question.event === 'stopped' ? new Promise(() => undefined) : ask(to, question, signal)
    const leecher = await swarm.start({ ask: slowly })
    await swarm.join(leecher, null, {}, shared)
    await swarm.clock.advance(second)
    void leecher.stop()
    await swarm.clock.advance(500)
    const dialled = swarm.network.host('10.0.0.99').dial({ host: '10.0.0.2', port: 5000 }, 0).done
    const outcome = dialled.then(
      () => 'connected',
      ({ failure }) => failure,
    )
    await swarm.clock.advance(500)
    expect(await outcome).toBe('refused')
    expect([...swarm.network.open]).toEqual([])
  })

  test('a magnet link finds its torrent, and the tracker is told once that we came', async () => {
    const { swarm, heard, ask, infoHash } = await trackedSwarm([seederAddress])
    const peer = await swarm.start({ ask })
    const arrived: Uint8Array[] = []
    peer.openMagnet({ infoHash, name: '', trackers: [url], peers: [] }, (info) => arrived.push(info))
    await swarm.clock.runUntil(() => arrived.length > 0, 30 * second)
    expect(arrived).toHaveLength(1)
    expect(heard.slice(0, 1)).toEqual(['started'])
  })

  test('the peers of a private torrent may be dialled, those found otherwise not', async () => {
    const { swarm, shared, ask, infoHash } = await trackedSwarm([seederAddress], true)
    const guest = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    const leecher = await swarm.start({ ask })
    await swarm.join(leecher, null, {}, shared)
    leecher.found(infoHash, ['10.0.0.99:6881' as Address], 'local', '10.0.0.99:6771')
    const times = await swarm.runUntilSeeding([leecher], 30 * second)
    expect(times.size).toBe(1)
    expect(guest).toHaveLength(0)
    expect(told(swarm, 'peers-found').map(({ way }) => way)).toEqual(['tracker'])
  })
})

describe('by local discovery and the DHT', () => {
  async function leecher() {
    const { swarm, shared, infoHash } = await trackedSwarm([])
    const peer = await swarm.start()
    await swarm.join(peer, null, {}, shared)
    return { swarm, peer, infoHash }
  }

  test('what leads to ourselves, nowhere, or to our own loopback is left out', async () => {
    const { swarm, peer, infoHash } = await leecher()
    const addresses = [
      '10.0.0.2:5000',
      '0.0.0.0:5000',
      '10.0.0.7:80',
      '127.0.0.1:7000',
      '239.1.1.1:5000',
      '10.0.0.7:7000',
    ]
    peer.found(infoHash, addresses as Address[], 'dht', '10.0.0.8:6881')
    expect(told(swarm, 'peers-found')).toMatchObject([{ way: 'dht', from: '10.0.0.8:6881', addresses: 1 }])
    await swarm.clock.advance(second)
    expect(told(swarm, 'dial-failed').map(({ remote }) => remote)).toEqual(['10.0.0.7:7000'])
  })

  test('the same address is found once, and dialled less and less often', async () => {
    const { swarm, peer, infoHash } = await leecher()
    for (let i = 0; i < 60; i++) {
      peer.found(infoHash, ['10.0.0.7:7000' as Address], 'local', '10.0.0.7:6771')
      await swarm.clock.advance(2 * second)
    }
    expect(told(swarm, 'peers-found')).toHaveLength(1)
    expect(told(swarm, 'dial-failed').length).toBeLessThan(6)
  })

  test('a seeder waits a while for those who dial it, and then dials too', async () => {
    const { swarm, seeder, infoHash } = await trackedSwarm([])
    const guest = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    seeder.found(infoHash, ['10.0.0.99:6881' as Address], 'local', '10.0.0.99:6771')
    await swarm.clock.advance(2 * second)
    expect(guest).toHaveLength(0)
    await swarm.clock.advance(2 * second)
    expect(guest).toHaveLength(1)
  })

  test('of a torrent that we are not in nothing is taken', async () => {
    const { swarm, peer } = await leecher()
    peer.found('ee'.repeat(20) as InfoHash, ['10.0.0.7:7000' as Address], 'local', '10.0.0.7:6771')
    expect(told(swarm, 'peers-found')).toEqual([])
  })
})
