import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MseTools } from '../../src-shared/wire/mse.ts'
import { initiate } from '../../src-shared/wire/mse-initiator.ts'
import { respond } from '../../src-shared/wire/mse-responder.ts'
import { MseSwarms } from '../../src-shared/wire/mse-swarms.ts'
import type { Clock } from '../clock.ts'
import type { Connection, ConnectionHandlers, Transport } from '../net/transport.ts'
import { type Channel, encryptedChannel, tellApart } from '../peer/channel.ts'
import { Deadline, type Opening } from '../peer/opening.ts'
import { seededRandom } from '../random.ts'
import { sha1 } from '../storage/hasher.ts'

/** What a client insists on, for its one torrent: the methods that it allows, as bits of MSE/PE. */
export interface Insistence {
  readonly clock: Clock
  readonly infoHash: InfoHash
  readonly allowed: number
}

/**
 * The network as seen by a client that is set to require encryption: it hears of nobody who comes in plain text, and its
 * dials are encrypted, without its knowing. `refused` hears of each that was closed.
 */
export function insistentTransport(
  transport: Transport,
  { clock, infoHash, allowed }: Insistence,
  refused: (connection: Connection) => void = () => undefined,
): Transport {
  const random = seededRandom(8)
  const tools: MseTools = {
    sha1,
    randomBytes: (length) => Uint8Array.from({ length }, () => random.below(256)),
  }
  const swarms = new MseSwarms(sha1)
  const openingOf = (connection: Connection): Opening => ({ connection, deadline: new Deadline(clock, 10_000) })
  return {
    ...transport,
    listen: (at, onConnection) =>
      transport.listen(at, async (connection) => {
        const opening = openingOf(connection)
        const told = await tellApart(opening)
        if ('code' in told) return
        if (told.kind !== 'encrypted') {
          refused(connection)
          return connection.end()
        }
        const swarmOf = (hash: Uint8Array) => swarms.find(hash, [infoHash])
        const channel = await encryptedChannel(opening, respond({ ...tools, allowed, swarmOf }), told.first)
        if (!('code' in channel)) onConnection(withFirst(channel, clock))
      }),
    dial(to, localPort, localHost) {
      const dialling = transport.dial(to, localPort, localHost)
      const done = dialling.done.then(async (connection) => {
        const script = initiate({ ...tools, allowed, infoHash, initial: new Uint8Array(0) })
        const channel = await encryptedChannel(openingOf(connection), script)
        return 'code' in channel ? connection : withFirst(channel, clock)
      })
      return { done, cancel: () => dialling.cancel() }
    },
  }
}

// What came along with the encrypted handshake is the first that the client hears.
function withFirst({ connection, first }: Channel, clock: Clock): Connection {
  const open = connection.open.bind(connection)
  let handlers: ConnectionHandlers | undefined
  connection.open = (next) => {
    if (!handlers && first.length > 0) clock.after(0, () => handlers?.onData(first))
    handlers = next
    open(next)
  }
  return connection
}
