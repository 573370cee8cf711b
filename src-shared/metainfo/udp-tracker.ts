// What a peer and a tracker say to each other by UDP (BEP 15), both directions. One datagram is one message.

import { cleanText } from '../clean-text.ts'
import type { AnnounceEvent } from '../swarm/events.ts'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { InfoHash, PeerId } from '../swarm/ids.ts'
import { utf8Text } from './bencode-field.ts'

/** Asks for a connection id, which shows that the asker gets what is sent to its address. */
export interface UdpConnectRequest {
  readonly kind: 'connect'
  /** The asker's own number for this request, 32 bits; the reply repeats it. */
  readonly transaction: number
}

/** Tells the tracker of a peer, and asks it for others. Byte counts beyond 2^53 − 1 are read as that. */
export interface UdpAnnounceRequest {
  readonly kind: 'announce'
  /** From the reply to a connect, 64 bits. */
  readonly connection: bigint
  readonly transaction: number
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly downloadedBytes: number
  readonly leftBytes: number
  readonly uploadedBytes: number
  readonly event: AnnounceEvent | null
  /** Of the peer's choice, 32 bits: it shows that it is the same one after its address has changed. */
  readonly key: number
  /** How many peers it wants; null leaves that to the tracker. */
  readonly wanted: number | null
  /** Where it listens; it may be 0. */
  readonly port: number
  /** Path and query of the announce URL (BEP 41), at most 2048 characters; empty when there is none. */
  readonly urlData: string
}

/** Asks for the counts of swarms, at most 74. */
export interface UdpScrapeRequest {
  readonly kind: 'scrape'
  readonly connection: bigint
  readonly transaction: number
  readonly infoHashes: readonly InfoHash[]
}

/** What a peer sends to a tracker. */
export type UdpTrackerRequest = UdpConnectRequest | UdpAnnounceRequest | UdpScrapeRequest

/** How many are in a swarm, and how often it was completed. */
export interface SwarmCounts {
  readonly seeders: number
  readonly completed: number
  readonly leechers: number
}

/** What a tracker answers. */
export type UdpTrackerReply =
  | { readonly kind: 'connect'; readonly transaction: number; readonly connection: bigint }
  | {
      readonly kind: 'announce'
      readonly transaction: number
      readonly intervalSec: number
      readonly leechers: number
      readonly seeders: number
      /** Compact addresses, 6 bytes each over IPv4 and 18 over IPv6; read from the network, they may be cut off or wrong. */
      readonly peers: Uint8Array
    }
  | { readonly kind: 'scrape'; readonly transaction: number; readonly swarms: readonly SwarmCounts[] }
  | { readonly kind: 'error'; readonly transaction: number; readonly message: string }

/** Swarms that one scrape may ask for: what fits into a datagram (BEP 15). */
export const maxScrapedSwarms = 74

const protocolId = 0x417_2710_1980n
const actions = { connect: 0, announce: 1, scrape: 2, error: 3 } as const
const events: readonly (AnnounceEvent | null)[] = [null, 'completed', 'started', 'stopped']
const connectLength = 16
const announceLength = 98
const replyHeadLength = 8
const announceReplyLength = 20
const hashLength = 20
const countsLength = 12
const maxUrlDataLength = 2048
const maxMessageLength = 500
const anyNumber = 0xffff_ffff
const mostWanted = 0x7fff_ffff
// The options that may follow an announce (BEP 41).
const option = { end: 0, nothing: 1, urlData: 2 } as const
const maxOptionLength = 255

/** A request as one datagram. Throws a RangeError for a number that does not fit: only our own come here. */
export function encodeUdpRequest(request: UdpTrackerRequest): Uint8Array {
  if (request.kind === 'connect') {
    const view = new DataView(new ArrayBuffer(connectLength))
    writeHead(view, protocolId, request)
    return bytesOf(view)
  }
  if (request.kind === 'announce') return encodeAnnounce(request)
  const infoHashes = request.infoHashes.slice(0, maxScrapedSwarms)
  const view = new DataView(new ArrayBuffer(connectLength + hashLength * infoHashes.length))
  writeHead(view, request.connection, request)
  for (const [i, infoHash] of infoHashes.entries()) bytesOf(view).set(fromHex(infoHash), connectLength + hashLength * i)
  return bytesOf(view)
}

/** Reads a datagram as a request; undefined when it is none. The connection id is for the caller to check. */
export function decodeUdpRequest(bytes: Uint8Array): UdpTrackerRequest | undefined {
  if (bytes.length < connectLength) return undefined
  const view = viewOf(bytes)
  const connection = view.getBigUint64(0)
  const action = view.getUint32(8)
  const transaction = view.getUint32(12)
  if (action === actions.connect) return connection === protocolId ? { kind: 'connect', transaction } : undefined
  if (action === actions.announce) return decodeAnnounce(bytes, view, connection, transaction)
  if (action !== actions.scrape) return undefined
  return { kind: 'scrape', connection, transaction, infoHashes: readInfoHashes(bytes) }
}

/** A reply as one datagram. Throws a RangeError for a number that does not fit: only our own come here. */
export function encodeUdpReply(reply: UdpTrackerReply): Uint8Array {
  const body = encodeReplyBody(reply)
  const bytes = new Uint8Array(replyHeadLength + body.length)
  const view = viewOf(bytes)
  setUint32(view, 0, actions[reply.kind])
  setUint32(view, 4, reply.transaction)
  bytes.set(body, replyHeadLength)
  return bytes
}

/** Reads a datagram as a reply; undefined when it is none. Peers are copied, and an error's message is cleaned. */
export function decodeUdpReply(bytes: Uint8Array): UdpTrackerReply | undefined {
  if (bytes.length < replyHeadLength) return undefined
  const view = viewOf(bytes)
  const action = view.getUint32(0)
  const transaction = view.getUint32(4)
  const body = bytes.subarray(replyHeadLength)
  if (action === actions.connect) {
    if (bytes.length < connectLength) return undefined
    return { kind: 'connect', transaction, connection: view.getBigUint64(8) }
  }
  if (action === actions.announce) {
    if (bytes.length < announceReplyLength) return undefined
    return {
      kind: 'announce',
      transaction,
      intervalSec: view.getUint32(8),
      leechers: view.getUint32(12),
      seeders: view.getUint32(16),
      peers: bytes.slice(announceReplyLength),
    }
  }
  if (action === actions.scrape) return { kind: 'scrape', transaction, swarms: readCounts(body) }
  if (action !== actions.error) return undefined
  return {
    kind: 'error',
    transaction,
    message: cleanText(utf8Text(body.subarray(0, 4 * maxMessageLength)), maxMessageLength),
  }
}

function encodeAnnounce(request: UdpAnnounceRequest): Uint8Array {
  const options = encodeUrlData(request.urlData)
  const bytes = new Uint8Array(announceLength + options.length)
  const view = viewOf(bytes)
  writeHead(view, request.connection, request)
  bytes.set(fromHex(request.infoHash), 16)
  bytes.set(fromHex(request.peerId), 36)
  setCount(view, 56, request.downloadedBytes)
  setCount(view, 64, request.leftBytes)
  setCount(view, 72, request.uploadedBytes)
  setUint32(view, 80, events.indexOf(request.event))
  // Its IP address stays 0: the tracker sees it.
  setUint32(view, 88, request.key)
  setUint32(view, 92, request.wanted === null ? anyNumber : checked(request.wanted, mostWanted))
  setUint16(view, 96, request.port)
  bytes.set(options, announceLength)
  return bytes
}

function decodeAnnounce(
  bytes: Uint8Array,
  view: DataView,
  connection: bigint,
  transaction: number,
): UdpAnnounceRequest | undefined {
  if (bytes.length < announceLength) return undefined
  // A signed number: whoever wants less than nothing leaves it to the tracker.
  const wanted = view.getInt32(92)
  return {
    kind: 'announce',
    connection,
    transaction,
    infoHash: toHex(bytes.subarray(16, 36)) as InfoHash,
    peerId: toHex(bytes.subarray(36, 56)) as PeerId,
    downloadedBytes: getCount(view, 56),
    leftBytes: getCount(view, 64),
    uploadedBytes: getCount(view, 72),
    event: events[view.getUint32(80)] ?? null,
    key: view.getUint32(88),
    wanted: wanted < 0 ? null : wanted,
    port: view.getUint16(96),
    urlData: decodeUrlData(bytes.subarray(announceLength)),
  }
}

function encodeUrlData(urlData: string): Uint8Array {
  const text = new TextEncoder().encode(urlData.slice(0, maxUrlDataLength))
  const parts: number[] = []
  for (let at = 0; at < text.length; at += maxOptionLength) {
    const part = text.subarray(at, at + maxOptionLength)
    parts.push(option.urlData, part.length, ...part)
  }
  return Uint8Array.from(parts)
}

function decodeUrlData(options: Uint8Array): string {
  const parts: number[] = []
  let at = 0
  while (at < options.length && parts.length < maxUrlDataLength) {
    const kind = options[at++]
    if (kind === option.end) break
    if (kind === option.nothing) continue
    const length = options[at++] ?? 0
    if (kind === option.urlData) parts.push(...options.subarray(at, at + length))
    at += length
  }
  return cleanText(utf8Text(Uint8Array.from(parts.slice(0, maxUrlDataLength))), maxUrlDataLength)
}

function encodeReplyBody(reply: UdpTrackerReply): Uint8Array {
  switch (reply.kind) {
    case 'connect': {
      const view = new DataView(new ArrayBuffer(8))
      setUint64(view, 0, reply.connection)
      return bytesOf(view)
    }
    case 'announce': {
      const bytes = new Uint8Array(announceReplyLength - replyHeadLength + reply.peers.length)
      const view = viewOf(bytes)
      setUint32(view, 0, reply.intervalSec)
      setUint32(view, 4, reply.leechers)
      setUint32(view, 8, reply.seeders)
      bytes.set(reply.peers, announceReplyLength - replyHeadLength)
      return bytes
    }
    case 'scrape':
      return encodeCounts(reply.swarms)
    case 'error':
      return new TextEncoder().encode(cleanText(reply.message, maxMessageLength))
  }
}

function encodeCounts(swarms: readonly SwarmCounts[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(countsLength * swarms.length))
  for (const [i, counts] of swarms.entries()) {
    setUint32(view, countsLength * i, counts.seeders)
    setUint32(view, countsLength * i + 4, counts.completed)
    setUint32(view, countsLength * i + 8, counts.leechers)
  }
  return bytesOf(view)
}

function readCounts(bytes: Uint8Array): SwarmCounts[] {
  const view = viewOf(bytes)
  return Array.from({ length: Math.min(maxScrapedSwarms, Math.floor(bytes.length / countsLength)) }, (_, i) => ({
    seeders: view.getUint32(countsLength * i),
    completed: view.getUint32(countsLength * i + 4),
    leechers: view.getUint32(countsLength * i + 8),
  }))
}

function readInfoHashes(bytes: Uint8Array): InfoHash[] {
  const count = Math.min(maxScrapedSwarms, Math.floor((bytes.length - connectLength) / hashLength))
  return Array.from({ length: count }, (_, i) => {
    const start = connectLength + hashLength * i
    return toHex(bytes.subarray(start, start + hashLength)) as InfoHash
  })
}

function writeHead(view: DataView, connection: bigint, { kind, transaction }: UdpTrackerRequest): void {
  setUint64(view, 0, connection)
  setUint32(view, 8, actions[kind])
  setUint32(view, 12, transaction)
}

function setUint16(view: DataView, at: number, value: number): void {
  view.setUint16(at, checked(value, 0xffff))
}

function setUint32(view: DataView, at: number, value: number): void {
  view.setUint32(at, checked(value, 0xffff_ffff))
}

function setUint64(view: DataView, at: number, value: bigint): void {
  if (BigInt.asUintN(64, value) !== value) throw new RangeError(`${value} does not fit into 64 bits`)
  view.setBigUint64(at, value)
}

function setCount(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, BigInt(checked(value, Number.MAX_SAFE_INTEGER)))
}

function getCount(view: DataView, at: number): number {
  return Math.min(Number(view.getBigUint64(at)), Number.MAX_SAFE_INTEGER)
}

function checked(value: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value
  throw new RangeError(`${value} is not a whole number from 0 to ${max}`)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}
