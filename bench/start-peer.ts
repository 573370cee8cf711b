// A peer as the app runs it, for those who measure one or several.

import { systemClock } from '../src-main/clock.ts'
import { tcpTransport } from '../src-main/net/tcp-transport.ts'
import { EventLog } from '../src-main/observe/event-log.ts'
import { labConfig } from '../src-main/peer/config.ts'
import { Peer } from '../src-main/peer/peer.ts'
import { systemRandom } from '../src-main/random.ts'
import { optimiseLater } from '../src-main/shells/optimise-later.ts'
import { AskError } from '../src-main/tracker/ask-error.ts'
import type { SwarmFact } from '../src-shared/swarm/events.ts'
import type { PeerId } from '../src-shared/swarm/ids.ts'

/** What may differ from peer to peer. */
export interface BenchPeer {
  /** Its server's port; 0: any free one. */
  readonly port: number
  readonly upBytesPerSec?: number | null
  /** What numbers and folds all that happens, whether anybody looks at it or not; left out, it has one of its own. */
  readonly log?: EventLog
  /** Whether it is the one that the log's screen is about; left out, it is. */
  readonly me?: boolean
  readonly onFact?: (fact: SwarmFact) => void
}

// As the program does: before anything is hot.
optimiseLater()

let count = 0
/** The one that each peer here tells of itself. */
const logs = new Map<PeerId, EventLog>()

/** Starts a peer that listens on loopback. Rejects when it cannot. */
export async function startPeer(options: BenchPeer): Promise<Peer> {
  const { port, upBytesPerSec = null, log = new EventLog(systemClock), me = true, onFact } = options
  // Many of these share one address, so each has client ports of its own, below those that the system gives away.
  const first = 10_000 + (port % 200) * 100
  const peer = new Peer(
    {
      name: `at ${port}`,
      me,
      listen: { host: '127.0.0.1', port },
      clientPorts: { first, last: first + 99 },
      maxRemoteClients: 10_000,
      reportsLinks: true,
      upBytesPerSec,
      downBytesPerSec: null,
    },
    {
      transport: tcpTransport,
      clock: systemClock,
      random: systemRandom,
      config: labConfig,
      ask: () => Promise.reject(new AskError('No trackers are asked here.')),
      count: () => ++count,
      isHere: (other) => logs.get(other) === log,
      observe: (observer, fact) => {
        log.observe(observer, fact)
        onFact?.(fact)
      },
      isWatched: () => log.isWatched,
    },
  )
  logs.set(peer.id, log)
  const listening = await peer.runServer()
  if (!listening.ok) throw new Error(`port ${port} cannot be listened on: ${listening.failure}`)
  peer.runTracker()
  return peer
}
