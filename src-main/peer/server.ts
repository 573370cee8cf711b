import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { ListenFailure } from '../../src-shared/swarm/events.ts'
import type { PortRange } from '../../src-shared/swarm/port-range.ts'
import { type Connection, ListenError, type Listener, type Transport } from '../net/transport.ts'

/** What became of listening; on failure with the next port that is free, when one was found. */
export type ListenResult =
  | { readonly ok: true; readonly local: Endpoint }
  | { readonly ok: false; readonly failure: ListenFailure; readonly nextFreePort: number | null }

const portsToProbe = 100

/** The listening side of a peer: one socket, any number of remote clients up to a maximum. */
export class Server {
  readonly #transport: Transport
  readonly #onConnection: (connection: Connection) => void
  #listener: Listener | undefined

  constructor(transport: Transport, onConnection: (connection: Connection) => void) {
    this.#transport = transport
    this.#onConnection = onConnection
  }

  get port(): number {
    return this.#listener?.local.port ?? 0
  }

  get listening(): boolean {
    return this.#listener !== undefined
  }

  /** Listens; `clientPorts` are left out when a free port is looked for. Never rejects for what the system refuses. */
  async listen(at: Endpoint, clientPorts: PortRange): Promise<ListenResult> {
    const listener = await tryToListen(this.#transport, at, this.#onConnection)
    if (listener instanceof ListenError) {
      const nextFreePort = await findFreePort(this.#transport, { host: at.host, port: at.port + 1 }, clientPorts)
      return { ok: false, failure: listener.failure, nextFreePort }
    }
    this.#listener = listener
    return { ok: true, local: listener.local }
  }

  /** Stops listening; remote clients that are connected stay so. */
  async close(): Promise<void> {
    const listener = this.#listener
    this.#listener = undefined
    // Not awaited: a listener counts as closed only when its last connection ends, but the port is free at once.
    void listener?.close()
  }
}

/** The first port from `from.port` up that can be listened on, leaving out `avoid`; null when a hundred are taken. */
export async function findFreePort(transport: Transport, from: Endpoint, avoid?: PortRange): Promise<number | null> {
  const first = Math.max(from.port, 1024)
  for (let port = first; port < Math.min(65536, first + portsToProbe); port++) {
    if (avoid && port >= avoid.first && port <= avoid.last) continue
    const probe = await tryToListen(transport, { host: from.host, port }, (connection) => connection.reset())
    if (probe instanceof ListenError) continue
    await probe.close()
    return port
  }
  return null
}

async function tryToListen(
  transport: Transport,
  at: Endpoint,
  onConnection: (connection: Connection) => void,
): Promise<Listener | ListenError> {
  try {
    return await transport.listen(at, onConnection)
  } catch (error) {
    if (error instanceof ListenError) return error
    throw error
  }
}
