import {
  decodeUdpRequest,
  encodeUdpReply,
  type UdpAnnounceRequest,
  type UdpScrapeRequest,
  type UdpTrackerReply,
} from '../../src-shared/metainfo/udp-tracker.ts'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { ListenFailure } from '../../src-shared/swarm/events.ts'
import { fromHex } from '../../src-shared/swarm/hex.ts'
import { utpResetFor } from '../../src-shared/wire/utp-reset.ts'
import { type DatagramSocket, ListenError, type Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { refusalSentences } from './announce-refusal.ts'
import { ConnectionIds } from './connection-ids.ts'
import { peersTold } from './tracker.ts'
import type { TrackerDoorParts } from './tracker-door.ts'

// 18 bytes each, in a datagram that every IPv6 network carries in one piece.
const mostIpv6 = 60
const nothing = { seeders: 0, completed: 0, leechers: 0 }
// To askers that may be made up: no more of them in a second.
const maxErrorsPerSec = 100

/** What the tracker by UDP needs. */
export interface UdpTrackerParts extends TrackerDoorParts {
  readonly random: Random
  /** A client at this address tried to connect by uTP at the tracker's port, and was told that it cannot. */
  readonly onUtp: (from: Endpoint) => void
}

/**
 * The tracker by UDP (BEP 15). Until an asker has shown that it gets what is sent to it, it gets no more bytes than it sent, so
 * nobody can turn this tracker against somebody else. The path and query of its URL (BEP 41) make no difference here.
 */
export class UdpTracker {
  readonly #parts: UdpTrackerParts
  readonly #ids: ConnectionIds
  #socket: DatagramSocket | undefined
  #opening = 0
  #errorSec = 0
  #errors = 0

  constructor(parts: UdpTrackerParts) {
    this.#parts = parts
    this.#ids = new ConnectionIds(parts.random)
  }

  /** Answers at this address from now on, and at no other; or says why it cannot. */
  async open(transport: Transport, at: Endpoint): Promise<ListenFailure | null> {
    this.close()
    const opening = this.#opening
    try {
      const socket = await transport.bind(at, (bytes, from) => this.#take(bytes, from))
      // Meanwhile it may have been closed, or opened elsewhere.
      if (opening !== this.#opening) socket.close()
      else this.#socket = socket
      return null
    } catch (error) {
      if (error instanceof ListenError) return error.failure
      throw error
    }
  }

  close(): void {
    this.#opening++
    this.#socket?.close()
    this.#socket = undefined
  }

  #take(bytes: Uint8Array, from: Endpoint): void {
    const request = decodeUdpRequest(bytes)
    const nowMs = this.#parts.clock.nowMs()
    if (!request) this.#refuse(bytes, from, nowMs)
    else if (request.kind === 'connect') {
      const connection = this.#ids.make(from.host, nowMs)
      this.#send({ kind: 'connect', transaction: request.transaction, connection }, from)
    } else if (!this.#ids.isValid(request.connection, from.host, nowMs)) {
      this.#parts.served.refused++
      if (this.#mayTellError(nowMs)) this.#send(connectAgain(request.transaction), from, bytes.length)
    } else if (request.kind === 'announce') this.#send(this.#announce(request, from), from)
    else this.#send(this.#scrape(request), from)
  }

  #refuse(bytes: Uint8Array, from: Endpoint, nowMs: number): void {
    const reset = utpResetFor(bytes)
    if (!reset) this.#parts.served.refused++
    else if (this.#mayTellError(nowMs)) {
      this.#socket?.send(reset, from)
      this.#parts.onUtp(from)
    }
  }

  #announce(request: UdpAnnounceRequest, from: Endpoint): UdpTrackerReply {
    const { askers, tracker, served } = this.#parts
    const { transaction, infoHash } = request
    const asker = askers.sender(from)
    const announcement = { ...request, peerId: fromHex(request.peerId) }
    const most = asker.takes.ipv6 ? mostIpv6 : peersTold.most
    const answer = tracker.announce(infoHash, announcement, asker, most)
    if (typeof answer === 'string') {
      served.refused++
      return { kind: 'error', transaction, message: refusalSentences[answer] }
    }
    served.udp++
    const { intervalSec, counts, peers } = answer
    const { leechers, seeders } = counts
    return {
      kind: 'announce',
      transaction,
      intervalSec,
      leechers,
      seeders,
      peers: asker.takes.ipv6 ? peers.ipv6 : peers.ipv4,
    }
  }

  #scrape({ transaction, infoHashes }: UdpScrapeRequest): UdpTrackerReply {
    const swarms = infoHashes.map((infoHash) => this.#parts.tracker.counts(infoHash) ?? nothing)
    return { kind: 'scrape', transaction, swarms }
  }

  #mayTellError(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000)
    if (second !== this.#errorSec) this.#errors = 0
    this.#errorSec = second
    return this.#errors++ < maxErrorsPerSec
  }

  #send(reply: UdpTrackerReply, to: Endpoint, maxBytes = Number.POSITIVE_INFINITY): void {
    const bytes = encodeUdpReply(reply)
    if (bytes.length <= maxBytes) this.#socket?.send(bytes, to)
  }
}

// Short enough for an answer to any request that has an info hash in it.
function connectAgain(transaction: number): UdpTrackerReply {
  return { kind: 'error', transaction, message: 'Connect again first.' }
}
