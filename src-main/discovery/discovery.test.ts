import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { tcpTransport } from '../net/tcp-transport.ts'
import { ListenError, type Transport } from '../net/transport.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { MemoryMulticast, outletAt } from '../testing/memory-multicast.ts'
import { Discovery, type DiscoveryOptions, type DiscoverySettings } from './discovery.ts'

let clock: ManualClock
let network: MemoryMulticast
let settings: DiscoverySettings
let facts: SwarmFact[]

/** A network on which no UDP port can be had: nothing that a test says leaves it. */
const closed: Transport = { ...tcpTransport, bind: () => Promise.reject(new ListenError('port-forbidden', 'EACCES')) }

beforeEach(() => {
  clock = new ManualClock()
  network = new MemoryMulticast(clock)
  settings = { openToNetwork: true, localDiscovery: true, dht: false }
  facts = []
})

function start(options: DiscoveryOptions = {}): Discovery {
  const discovery = new Discovery({
    peer: {
      lookingFor: () => [{ infoHash: '11'.repeat(20) as InfoHash, isPrivate: false }],
      listenPort: 5000,
      setup: { listen: { host: '::', port: 5000 } },
      found: () => undefined,
    },
    transport: closed,
    multicast: network.host(outletAt('10.0.0.1')),
    clock,
    random: seededRandom(1),
    options,
    settings: () => settings,
    howToOpen: 'Open it.',
    observe: (fact) => void facts.push(fact),
  })
  discovery.hear({ type: 'peer-started', uuid: '', name: '', agent: '', me: true, clientPorts: { first: 1, last: 2 } })
  return discovery
}

const local = (on: boolean, detail: string | null) => ({ type: 'discovery-changed', way: 'local', on, detail })

describe('local discovery', () => {
  test('is on when the server is open to the network, and the settings do not forbid it', async () => {
    start()
    await clock.advance(1_000)
    settings = { ...settings, localDiscovery: false }
    await clock.advance(1_000)
    expect(facts).toEqual([local(true, null), local(false, null)])
    expect(network.joined).toEqual([])
  })

  test('says why it is off although the settings ask for it', async () => {
    settings = { ...settings, openToNetwork: false }
    start()
    await clock.advance(1_000)
    expect(facts).toEqual([local(false, 'The server listens on this computer only. Open it.')])
  })

  test('stays off when the command line says so', async () => {
    start({ localDiscovery: false })
    await clock.advance(1_000)
    expect(facts).toEqual([local(false, expect.stringContaining('--no-local-discovery'))])
    expect(network.seen).toEqual([])
  })
})

describe('the DHT', () => {
  const refused = { type: 'discovery-changed', way: 'dht', on: false, detail: expect.stringContaining('EACCES') }

  test('is off unless the settings or the command line ask for it', async () => {
    settings = { ...settings, localDiscovery: false }
    start()
    await clock.advance(60_000)
    expect(facts).toEqual([])
    settings = { ...settings, dht: true }
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(facts).toEqual([refused])
    })
  })

  test('is on by the command line, whatever the settings say', async () => {
    settings = { ...settings, localDiscovery: false }
    start({ dht: true })
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(facts).toEqual([refused])
    })
  })
})

test('it runs while its peer does, and leaves nothing behind', async () => {
  const discovery = start()
  await clock.advance(1_000)
  discovery.hear({ type: 'peer-stopped', reason: { code: 'stopped' } })
  expect(network.joined).toEqual([])
  await clock.advance(1_000)
  expect(clock.waiting).toBe(0)
  discovery.start()
  discovery.start()
  await clock.advance(1_000)
  expect(facts).toEqual([local(true, null), local(true, null)])
  discovery.stop()
})
