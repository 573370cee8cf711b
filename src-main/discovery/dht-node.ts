import { EventEmitter } from 'node:events'
import { isIPv4 } from 'node:net'
import { type Endpoint, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import { type Address, asInfoHash, type InfoHash } from '../../src-shared/swarm/ids.ts'
import type { DatagramSocket, Transport } from '../net/transport.ts'
import { isDhtMessage } from './dht-message.ts'

/** Our node of the distributed hash table. */
export interface DhtNode {
  /** Its UDP port. */
  readonly port: number
  /** How many other nodes it knows. */
  readonly nodes: number
  /** Asks for peers, and then, unless `port` is null, tells that we listen at this TCP port; resolves when that is done. */
  ask(infoHash: InfoHash, port: number | null): Promise<void>
  close(): Promise<void>
}

/** How a node begins. */
export interface DhtNodeOptions {
  readonly transport: Transport
  /** Nodes to ask first; null: those that the package knows, on the Internet. */
  readonly bootstrap: readonly Endpoint[] | null
  /** Hears each address that a node tells. */
  readonly onPeer: (infoHash: InfoHash, address: Address, from: Address) => void
}

// A student's laptop is a guest in the DHT: few queries at once, and little kept for others.
const bounds = { concurrency: 8, maxPeers: 100, maxTables: 300, maxValues: 1 } as const

/** Opens a node at any free UDP port. Rejects with a ListenError. */
export async function openDhtNode({ transport, bootstrap, onPeer }: DhtNodeOptions): Promise<DhtNode> {
  // Fetched when it is wanted, which is seldom.
  const { default: DHT } = await import('bittorrent-dht')
  const socket = await GuardedSocket.open(transport, isOfThisComputer(bootstrap))
  const dht = new DHT({ bootstrap: bootstrap ?? true, socket, ...bounds })
  dht.on('error', () => undefined)
  dht.on('peer', (peer: Endpoint, infoHash: Buffer, from: { address?: string; host?: string; port: number } | null) => {
    const asked = asInfoHash(infoHash.toString('hex'))
    if (!asked || !isIPv4(peer.host)) return
    const address = formatAddress(peer.host, peer.port)
    const teller = from?.address ?? from?.host
    // What this node keeps for others is known from the peer itself.
    onPeer(asked, address, teller === undefined ? address : formatAddress(teller, from?.port ?? 0))
  })
  const ready = new Promise((begun) => dht.once('ready', begun))
  socket.begin()
  return {
    port: socket.port,
    get nodes() {
      return dht.nodes.count()
    },
    async ask(infoHash, port) {
      await ready
      await new Promise<void>((done) => dht.lookup(infoHash, () => done()))
      if (port !== null) await new Promise<void>((done) => dht.announce(infoHash, port, () => done()))
    },
    close: () => new Promise((closed) => dht.destroy(closed)),
  }
}

/** Whether a node that begins with these stays on this computer: nothing that it sends or hears comes from elsewhere. */
export function isOfThisComputer(bootstrap: readonly Endpoint[] | null): boolean {
  return bootstrap?.every(({ host }) => isLoopback(host)) ?? false
}

/** The socket that the package gets: it hears messages that are whole, and none that could make it fail. */
class GuardedSocket extends EventEmitter {
  readonly #isApart: boolean
  #socket: DatagramSocket | undefined

  private constructor(isApart: boolean) {
    super()
    this.#isApart = isApart
  }

  static async open(transport: Transport, isApart: boolean): Promise<GuardedSocket> {
    const guarded = new GuardedSocket(isApart)
    const at = { host: isApart ? '127.0.0.1' : '0.0.0.0', port: 0 }
    guarded.#socket = await transport.bind(at, (bytes, from) => guarded.#hear(bytes, from))
    return guarded
  }

  get port(): number {
    return this.#socket?.local.port ?? 0
  }

  begin(): void {
    this.emit('listening')
  }

  address() {
    return { address: this.#socket?.local.host ?? '', family: 'IPv4', port: this.port }
  }

  send(bytes: Uint8Array, start: number, length: number, port: number, host: string, done: () => void): void {
    const mayGo = port > 0 && port <= 65_535 && isIPv4(host) && (!this.#isApart || isLoopback(host))
    if (mayGo) this.#socket?.send(bytes.subarray(start, start + length), { host, port })
    done()
  }

  close(): void {
    this.#socket?.close()
    queueMicrotask(() => this.emit('close'))
  }

  #hear(bytes: Uint8Array, { host, port }: Endpoint): void {
    // The package keeps parts of what it reads, and the bytes are ours only until this returns.
    if (port > 0 && isDhtMessage(bytes)) this.emit('message', Buffer.from(bytes), { address: host, port })
  }
}
