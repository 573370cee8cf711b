import { lookup } from 'node:dns/promises'
import { readCompactPeers, type TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import {
  decodeUdpReply,
  encodeUdpRequest,
  type UdpTrackerReply,
  type UdpTrackerRequest,
} from '../../src-shared/metainfo/udp-tracker.ts'
import { type Endpoint, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { canonicalIp } from '../../src-shared/swarm/ip.ts'
import type { Clock } from '../clock.ts'
import { type DatagramSocket, ListenError, type Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { type AskError, givenUp, nonsense, refusal, silence, unreached, unusable } from './ask-error.ts'
import type { TrackerQuestion } from './tracker-question.ts'

// BEP 15 waits 15 s, 30 s and so on up to an hour: in a class nobody waits that long to hear that a tracker is off.
const patienceMs: readonly number[] = [2_000, 4_000, 8_000]
const allPatienceMs = 14_000
// For so long a connection id may be used (BEP 15).
const connectionMs = 60_000

type LookUp = (name: string) => Promise<string>

interface UdpParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** The IP address of a name; rejects with the system's error. Node's own when left out. */
  readonly lookUp?: LookUp
}

interface Waiting {
  readonly at: Endpoint
  readonly settle: (reply: UdpTrackerReply) => void
}

interface Connection {
  readonly id: bigint
  readonly untilMs: number
}

/** A tracker as it is asked: by what it is called, and where it was found. */
interface Asked {
  readonly name: string
  readonly at: Endpoint
  readonly signal: AbortSignal
}

/**
 * Announces by UDP (BEP 15). Each request is sent up to three times, with 2, 4 and 8 s for an answer; the connection that it
 * needs is kept for a minute, and with it the socket.
 */
export class UdpAsker {
  readonly #transport: Transport
  readonly #clock: Clock
  readonly #random: Random
  readonly #lookUp: LookUp
  /** By the IP that they are bound to. */
  readonly #sockets = new Map<string, Promise<DatagramSocket>>()
  readonly #connections = new Map<Address, Connection>()
  /** By transaction. */
  readonly #waiting = new Map<number, Waiting>()
  #asking = 0
  #cancelClosing: () => void = () => undefined

  constructor(parts: UdpParts) {
    this.#transport = parts.transport
    this.#clock = parts.clock
    this.#random = parts.random
    this.#lookUp = parts.lookUp ?? firstAddress
  }

  /** Rejects with an AskError. */
  async ask(url: URL, question: TrackerQuestion, signal: AbortSignal): Promise<TrackerAnswer> {
    this.#asking++
    this.#cancelClosing()
    try {
      const tracker = { name: url.host, at: await unlessAborted(this.#find(url), signal), signal }
      return await this.#announce(tracker, { ...question, urlData: url.pathname + url.search })
    } finally {
      this.#asking--
      if (this.#asking === 0) this.#cancelClosing = this.#clock.after(connectionMs, () => this.close())
    }
  }

  /** Closes the sockets. */
  close(): void {
    this.#cancelClosing()
    for (const opening of this.#sockets.values()) {
      opening.then(
        (socket) => socket.close(),
        () => undefined,
      )
    }
    this.#sockets.clear()
    this.#connections.clear()
  }

  async #find({ host, hostname, port }: URL): Promise<Endpoint> {
    if (port === '' || port === '0') {
      throw unusable('The announce URL names no port, and UDP trackers have no usual one: ask for the whole URL.')
    }
    const name = hostname.replace(/^\[|\]$/g, '')
    try {
      return { host: canonicalIp(name) ?? (await this.#lookUp(name)), port: Number(port) }
    } catch (error) {
      throw unreached(host, (error as NodeJS.ErrnoException).code ?? 'EAI_FAIL')
    }
  }

  async #announce(tracker: Asked, question: TrackerQuestion & { urlData: string }): Promise<TrackerAnswer> {
    const key = formatAddress(tracker.at.host, tracker.at.port)
    const known = this.#connections.get(key)
    const send = ({ id }: Connection) =>
      this.#exchange(tracker, (transaction) => ({ ...question, kind: 'announce', connection: id, transaction }))
    // Only one that has just served is used again.
    this.#connections.delete(key)
    if (known && known.untilMs > this.#clock.nowMs()) {
      const reply = await send(known)
      if (reply.kind === 'announce') this.#connections.set(key, known)
      // A tracker that was started again does not know it any more.
      if (reply.kind !== 'error') return answerOf(tracker, reply)
    }
    const fresh = await this.#connect(tracker)
    const reply = await send(fresh)
    if (reply.kind === 'announce') this.#connections.set(key, fresh)
    return answerOf(tracker, reply)
  }

  async #connect(tracker: Asked): Promise<Connection> {
    const reply = await this.#exchange(tracker, (transaction) => ({ kind: 'connect', transaction }))
    if (reply.kind === 'error') throw refusal(reply.message)
    if (reply.kind !== 'connect') throw nonsense(tracker.name)
    return { id: reply.connection, untilMs: this.#clock.nowMs() + connectionMs }
  }

  async #exchange(
    { name, at, signal }: Asked,
    requestOf: (transaction: number) => UdpTrackerRequest,
  ): Promise<UdpTrackerReply> {
    const socket = await this.#socketFor(at, name)
    const transaction = this.#random.below(2 ** 32)
    const datagram = encodeUdpRequest(requestOf(transaction))
    return new Promise((resolve, reject) => {
      let cancel: () => void = () => undefined
      const end = () => {
        cancel()
        this.#waiting.delete(transaction)
        signal.removeEventListener('abort', onAbort)
      }
      const fail = (error: AskError) => {
        end()
        reject(error)
      }
      const onAbort = () => fail(givenUp())
      const send = (attempt: number) => {
        const waitMs = patienceMs[attempt]
        if (waitMs === undefined) return fail(silence(name, allPatienceMs))
        socket.send(datagram, at)
        cancel = this.#clock.after(waitMs, () => send(attempt + 1))
      }
      const settle = (reply: UdpTrackerReply) => {
        end()
        resolve(reply)
      }
      this.#waiting.set(transaction, { at, settle })
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
      else send(0)
    })
  }

  async #socketFor({ host }: Endpoint, name: string): Promise<DatagramSocket> {
    const local = localHostFor(host)
    const known = this.#sockets.get(local)
    const opening = known ?? this.#transport.bind({ host: local, port: 0 }, (bytes, from) => this.#arrived(bytes, from))
    this.#sockets.set(local, opening)
    try {
      return await opening
    } catch (error) {
      this.#sockets.delete(local)
      throw error instanceof ListenError ? unreached(name, error.detail) : error
    }
  }

  #arrived(bytes: Uint8Array, from: Endpoint): void {
    const reply = decodeUdpReply(bytes)
    const waiting = reply && this.#waiting.get(reply.transaction)
    if (waiting && waiting.at.host === from.host && waiting.at.port === from.port) waiting.settle(reply)
  }
}

/** For what cannot be cancelled itself: it goes on, but nobody waits for it. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(givenUp())
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function localHostFor(remote: string): string {
  const isIpv6 = remote.includes(':')
  if (isLoopback(remote)) return isIpv6 ? '::1' : '127.0.0.1'
  return isIpv6 ? '::' : '0.0.0.0'
}

/** Prefers IPv4: an IPv6 address is often there without a way to it. */
async function firstAddress(name: string): Promise<string> {
  const found = await lookup(name, { all: true })
  const { address = '' } = found.find(({ family }) => family === 4) ?? found[0] ?? {}
  return canonicalIp(address) ?? address
}

function answerOf({ name, at }: Asked, reply: UdpTrackerReply): TrackerAnswer {
  if (reply.kind === 'error') throw refusal(reply.message)
  if (reply.kind !== 'announce') throw nonsense(name)
  return {
    intervalSec: reply.intervalSec,
    minIntervalSec: null,
    seeders: reply.seeders,
    leechers: reply.leechers,
    peers: readCompactPeers(reply.peers, at.host.includes(':') ? 'ipv6' : 'ipv4'),
    warning: null,
    trackerId: null,
  }
}
