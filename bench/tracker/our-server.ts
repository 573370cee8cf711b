// The tracker of this program, as the load meets it. It talks to the bench over its process channel.

import { systemClock } from '../../src-main/clock.ts'
import { tcpTransport } from '../../src-main/net/tcp-transport.ts'
import { systemRandom } from '../../src-main/random.ts'
import { Tracker } from '../../src-main/tracker/tracker.ts'
import { TrackerServer } from '../../src-main/tracker/tracker-server.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'

const infoHashes = ['11', '22'].map((byte) => byte.repeat(20) as InfoHash)

const tracker = new Tracker({ clock: systemClock, random: systemRandom, gapMs: 100, totalsGapMs: 1_000, deliver() {} })
for (const infoHash of infoHashes) tracker.openSwarm(infoHash)
const server = new TrackerServer({ clock: systemClock, random: systemRandom, tracker, shownHost: () => undefined })
const none = new Uint8Array(0)
const listener = await tcpTransport.listen({ host: '127.0.0.1', port: 0 }, (connection) =>
  server.accept(connection, none),
)

process.on('message', () => {
  // Twice: what the first one frees outside the heap is gone after the second.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const members = infoHashes.map((infoHash) => {
    const { seeders = 0, leechers = 0 } = tracker.counts(infoHash) ?? {}
    return seeders + leechers
  })
  const tableBytes = infoHashes.map((infoHash) => tracker.memberBytes(infoHash))
  process.send?.({ usedBytes: heapUsed + external, rssBytes: rss, members, tableBytes })
})
process.send?.({ port: listener.local.port, infoHashes })
