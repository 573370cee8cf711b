// The package brings no types: these are of the parts that are used here.

declare module 'bittorrent-dht' {
  import { EventEmitter } from 'node:events'

  export interface DhtOptions {
    /** Nodes to begin with; false: none. */
    readonly bootstrap: readonly { readonly host: string; readonly port: number }[] | boolean
    /** A UDP socket, as far as the package uses one. */
    readonly socket: EventEmitter
    /** Queries under way at once. */
    readonly concurrency: number
    /** Addresses, torrents and values that are kept for others. */
    readonly maxPeers: number
    readonly maxTables: number
    readonly maxValues: number
  }

  /** A node of the distributed hash table (BEP 5). It emits `ready`, `peer`, `warning` and `error`. */
  export default class DHT extends EventEmitter {
    constructor(options: DhtOptions)
    readonly nodes: { count(): number }
    lookup(infoHash: string, done: (error: Error | null, visited?: number) => void): () => void
    announce(infoHash: string, port: number, done: (error: Error | null) => void): void
    destroy(done: () => void): void
  }
}
