// Our own peer in the test's process, over real TCP: for what a terminal does not show, such as the messages on the wire.

import { systemClock } from '../../src-main/clock.ts'
import { tcpTransport } from '../../src-main/net/tcp-transport.ts'
import type { Connection, Transport } from '../../src-main/net/transport.ts'
import { labConfig } from '../../src-main/peer/config.ts'
import { Peer } from '../../src-main/peer/peer.ts'
import type { Swarm } from '../../src-main/peer/swarm.ts'
import { systemRandom } from '../../src-main/random.ts'
import { sha1 } from '../../src-main/storage/hasher.ts'
import { TorrentLibrary } from '../../src-main/torrent-library.ts'
import { TrackerAsker } from '../../src-main/tracker/ask-tracker.ts'
import { readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import type { Limits } from '../../src-shared/swarm/events.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import { handshakeLength } from '../../src-shared/wire/handshake.ts'
import { decodeMessage, type Message, maxFrameLength } from '../../src-shared/wire/message-table.ts'

/** No limit either way. */
export const unlimited: Limits = { upBytesPerSec: null, downBytesPerSec: null }

/** A peer of ours with one or more torrents, and what it has heard from those that it dialled. */
export interface OurPeer {
  readonly peer: Peer
  /** In the order of the torrents. */
  readonly swarms: readonly Swarm[]
  readonly heard: ReadonlySet<Message['name']>
  stop(): Promise<void>
}

/** Starts one at `port`, with the ten ports after it for its clients; what is in `folder` already counts as there. */
export async function startOurPeer(task: {
  readonly host?: string
  readonly port: number
  readonly torrents: readonly Uint8Array[]
  readonly folder: string
  readonly unwanted?: readonly number[]
  readonly limits?: Limits
}): Promise<OurPeer> {
  const { host = '127.0.0.1', port, torrents, folder, unwanted = [], limits = unlimited } = task
  const heard = new Set<Message['name']>()
  let count = 0
  const peer = new Peer(
    {
      name: 'Ours',
      me: true,
      listen: { host, port },
      clientPorts: { first: port + 1, last: port + 10 },
      maxRemoteClients: 50,
      reportsLinks: true,
      ...limits,
    },
    {
      transport: tapped(tcpTransport, ({ name }) => heard.add(name)),
      clock: systemClock,
      random: systemRandom,
      config: labConfig,
      ask: new TrackerAsker({ transport: tcpTransport, clock: systemClock, random: systemRandom }).ask,
      count: () => ++count,
      isHere: () => false,
      isWatched: () => false,
      observe: () => undefined,
    },
  )
  await peer.runServer()
  const contents = await Promise.all(
    torrents.map((torrent) => new TorrentLibrary().download(readMetainfo(torrent, sha1), folder, { unwanted })),
  )
  const stop = async () => {
    await peer.stop()
    await Promise.all(contents.map((content) => content.close()))
  }
  return { peer, swarms: contents.map((content) => peer.join(content)), heard, stop }
}

function tapped(transport: Transport, hear: (message: Message) => void): Transport {
  return {
    listen: transport.listen,
    bind: transport.bind,
    dial(to, localPort, localHost) {
      const dialling = transport.dial(to, localPort, localHost)
      return { done: dialling.done.then((connection) => tap(connection, hear)), cancel: () => dialling.cancel() }
    },
  }
}

// What is encrypted (MSE) says nothing here.
function tap(connection: Connection, hear: (message: Message) => void): Connection {
  const frames = new FrameReader({ maxFrameLength })
  let handshake = Buffer.alloc(0)
  const open: Connection['open'] = (handlers) =>
    connection.open({
      ...handlers,
      onData(chunk) {
        const missing = handshakeLength - handshake.length
        handshake = Buffer.concat([handshake, chunk.subarray(0, missing)])
        if (inTheClear(handshake)) frames.push(chunk.subarray(missing), (...frame) => hear(decodeMessage(...frame)))
        handlers.onData(chunk)
      },
    })
  // Each method works on the connection itself: its fields are private.
  return new Proxy(connection, {
    get(target, name) {
      const value = name === 'open' ? open : Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function inTheClear(handshake: Buffer): boolean {
  return handshake.toString('latin1').startsWith('\x13BitTorrent protocol')
}
