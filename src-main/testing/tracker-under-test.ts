import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import { fromHex } from '../../src-shared/swarm/hex.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { seededRandom } from '../random.ts'
import { Tracker } from '../tracker/tracker.ts'
import { TrackerServer } from '../tracker/tracker-server.ts'
import { HttpTalk } from './http-talk.ts'
import { ManualClock } from './manual-clock.ts'

/** The only torrent that the tracker under test serves at first. */
export const trackedHash = 'c0'.repeat(20) as InfoHash

/** A peer id that any client could have; `number` up to 65535. */
export function clientId(number: number): string {
  return `-TR3000-${number.toString(16).padStart(12, '0')}`
}

/** The query of an announce for the tracked torrent, with more parameters or others. */
export function announceQuery(number: number, parameters: Readonly<Record<string, string | number>> = {}): string {
  const all = { port: 6881, uploaded: 0, downloaded: 0, left: 1_000, ...parameters }
  const hash = `info_hash=${Array.from(fromHex(trackedHash), (byte) => `%${byte.toString(16)}`).join('')}`
  return [hash, `peer_id=${clientId(number)}`, ...Object.entries(all).map(([name, value]) => `${name}=${value}`)].join(
    '&',
  )
}

/** A member that has a link with the tracker's own peer. */
export function linkedPeer(number: number, server: string | null, changes: Partial<Member> = {}): Member {
  const id = Buffer.from(clientId(number), 'latin1').toString('hex') as PeerId
  const progress = { role: 'leecher', haveCount: 0, uploadedBytes: 0, downloadedBytes: 0 } as const
  const identity = {
    uuid: null,
    name: `P${number}`,
    agent: 'Swarmscope 0.1.0',
    server: server as Address | null,
    lab: true,
  }
  return { id, ...identity, ...progress, ...changes }
}

/** A tracker on a network in memory: its server is at 10.0.0.1:5000 and, for clients on the same computer, at 127.0.0.1:5000. */
export class TrackerUnderTest {
  readonly clock = new ManualClock()
  readonly network = new MemoryNetwork(this.clock, 0)
  readonly told: (readonly Member[])[] = []
  readonly broadcasts: (readonly Member[])[] = []
  readonly utpFrom: Endpoint[] = []
  readonly paused = new Set<InfoHash>()
  shownHost: string | undefined
  readonly tracker = new Tracker({
    clock: this.clock,
    random: seededRandom(1),
    gapMs: 100,
    totalsGapMs: 1_000,
    deliver: (_infoHash, { members }) => {
      this.broadcasts.push(members)
      return { newcomers: 0, others: 0 }
    },
    onAnnounced: (_infoHash, members) => this.told.push(members),
    torrentOf: () => ({ name: 'noise <b>', lengthBytes: 1_000, pieceCount: 10 }),
    isPaused: (infoHash) => this.paused.has(infoHash),
  })
  readonly server = new TrackerServer({
    clock: this.clock,
    random: seededRandom(2),
    tracker: this.tracker,
    shownHost: () => this.shownHost,
    onUtp: (from) => this.utpFrom.push(from),
  })

  static async start(): Promise<TrackerUnderTest> {
    const started = new TrackerUnderTest()
    started.tracker.openSwarm(trackedHash)
    for (const host of ['10.0.0.1', '127.0.0.1', '2001:db8::1']) {
      const accept = started.server.accept.bind(started.server)
      await started.network
        .host(host)
        .listen({ host, port: 5000 }, (connection) => accept(connection, new Uint8Array(0)))
    }
    return started
  }

  /** A connection from a host to the tracker, at the address that this host would use. */
  async dial(host: string): Promise<HttpTalk> {
    const at = host.startsWith('127.') ? '127.0.0.1' : host.includes(':') ? '2001:db8::1' : '10.0.0.1'
    const dialling = HttpTalk.dial(this.network.host(host), { host: at, port: 5000 })
    await this.clock.advance(0)
    return dialling
  }

  /** One request on a connection of its own. */
  async get(host: string, target: string, method = 'GET'): Promise<HttpTalk> {
    const talk = await this.dial(host)
    talk.say(`${method} ${target} HTTP/1.1\r\nHost: whatever\r\nConnection: close\r\n\r\n`)
    await this.clock.advance(0)
    return talk
  }

  /** An announce of a client at a host. */
  async announce(host: string, number: number, parameters: Record<string, string | number> = {}): Promise<Buffer> {
    const { body } = await this.get(host, `/announce?${announceQuery(number, parameters)}`)
    return body
  }
}
