import { beforeEach, describe, expect, test } from 'vitest'
import {
  decodeUdpRequest,
  encodeUdpReply,
  type UdpTrackerReply,
  type UdpTrackerRequest,
} from '../../src-shared/metainfo/udp-tracker.ts'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeCompact } from '../../src-shared/wire/compact-address.ts'
import { systemClock } from '../clock.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { tcpTransport } from '../net/tcp-transport.ts'
import type { DatagramSocket } from '../net/transport.ts'
import { seededRandom, systemRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { AskError } from './ask-error.ts'
import { TrackerAsker } from './ask-tracker.ts'
import { UdpAsker } from './ask-udp.ts'
import type { TrackerQuestion } from './tracker-question.ts'

const question: TrackerQuestion = {
  infoHash: 'ab'.repeat(20) as InfoHash,
  peerId: 'cd'.repeat(20) as PeerId,
  port: 5000,
  uploadedBytes: 1,
  downloadedBytes: 2,
  leftBytes: 3,
  event: 'started',
  wanted: 50,
  key: 7,
  trackerId: null,
}
const peers = ['10.0.0.1:5000', '10.0.0.2:5000'] as Address[]
const tracker = { host: '10.0.0.9', port: 6969 }
const announceUrl = 'udp://10.0.0.9:6969/announce?key=1'

type Answer = (request: UdpTrackerRequest) => UdpTrackerReply | undefined

/** As a tracker answers that is in order, with connection 5. */
const announced = {
  kind: 'announce',
  intervalSec: 900,
  leechers: 2,
  seeders: 1,
  peers: encodeCompact(peers, 'ipv4'),
} as const
const answering = ({ kind, transaction }: UdpTrackerRequest): UdpTrackerReply =>
  kind === 'connect' ? { kind, transaction, connection: 5n } : { ...announced, transaction }

let clock: ManualClock
let network: MemoryNetwork
let asker: UdpAsker
let requests: UdpTrackerRequest[]
let senders: Endpoint[]
let answer: Answer
let socket: DatagramSocket

beforeEach(async () => {
  clock = new ManualClock()
  network = new MemoryNetwork(clock)
  requests = []
  senders = []
  answer = answering
  asker = makeAsker()
  socket = await network.host(tracker.host).bind(tracker, (bytes, from) => {
    const request = decodeUdpRequest(bytes)
    if (!request) return
    requests.push(request)
    senders.push(from)
    const reply = answer(request)
    if (reply) socket.send(encodeUdpReply(reply), from)
  })
})

const makeAsker = (lookUp?: (name: string) => Promise<string>) =>
  new UdpAsker({
    transport: network.host('10.0.0.1'),
    clock,
    random: seededRandom(1),
    ...(lookUp && { lookUp }),
  })
const kinds = () => requests.map(({ kind }) => kind)

/** What becomes of an announce within so much time: the answer, or the sentence why there is none. */
async function outcome(withinMs: number, url = announceUrl, signal = new AbortController().signal, by = asker) {
  let told: unknown
  void by.ask(new URL(url), question, signal).then(
    (answer) => {
      told = answer
    },
    (error) => {
      told = error instanceof AskError ? error.message : error
    },
  )
  await clock.advance(withinMs)
  return told
}

test('an announce takes a connection first, and tells all that BEP 15 and 41 know', async () => {
  expect(await outcome(10)).toEqual({
    intervalSec: 900,
    minIntervalSec: null,
    seeders: 1,
    leechers: 2,
    peers,
    warning: null,
    trackerId: null,
  })
  const { trackerId: _, ...told } = question
  expect(requests).toMatchObject([
    { kind: 'connect' },
    { kind: 'announce', connection: 5n, ...told, urlData: '/announce?key=1' },
  ])
})

test('a connection serves for a minute, over one socket; then both are given back', async () => {
  await outcome(10)
  await outcome(59_000)
  expect(kinds()).toEqual(['connect', 'announce', 'announce'])
  expect(new Set(senders.map(({ port }) => port)).size).toBe(1)
  await outcome(10)
  expect(kinds().slice(3)).toEqual(['announce'])
  await clock.advance(1000)
  await outcome(10)
  expect(kinds().slice(4)).toEqual(['connect', 'announce'])
  await clock.advance(60_000)
  expect(clock.waiting).toBe(0)
  await outcome(10)
  expect(new Set(senders.map(({ port }) => port)).size).toBe(2)
  asker.close()
  expect(clock.waiting).toBe(0)
})

test('what gets lost is sent again after 2 and 4 s', async () => {
  const atMs: number[] = []
  answer = (request) => {
    atMs.push(clock.nowMs())
    return atMs.length === 3 || atMs.length === 6 ? answering(request) : undefined
  }
  expect(await outcome(12_010)).toMatchObject({ seeders: 1 })
  expect(atMs).toEqual([1, 2001, 6001, 6003, 8003, 12_003])
  expect(new Set(requests.map(({ transaction }) => transaction)).size).toBe(2)
})

test('who does not answer within 14 s is given up, and its connection forgotten', async () => {
  const sentence = '10.0.0.9:6969 did not answer within 14 s: it may be off, or a firewall stands in between.'
  await outcome(10)
  answer = () => undefined
  expect(await outcome(13_999)).toBeUndefined()
  await clock.advance(1)
  expect(await outcome(14_000)).toBe(sentence)
  expect(kinds().slice(2)).toEqual(['announce', 'announce', 'announce', 'connect', 'connect', 'connect'])
})

test('a tracker that was started again is asked for a new connection', async () => {
  await outcome(10)
  answer = (request) => {
    const { kind, transaction } = request
    if (kind === 'connect') return { kind, transaction, connection: 6n }
    const isKnown = request.connection === 6n
    return isKnown ? answering(request) : { kind: 'error', transaction, message: 'Connection ID mismatch' }
  }
  expect(await outcome(10)).toMatchObject({ seeders: 1 })
  expect(kinds().slice(2)).toEqual(['announce', 'connect', 'announce'])
})

test('many announces at once are told apart', async () => {
  const hashes = Array.from({ length: 8 }, (_, i) => `0${i}`.repeat(20) as InfoHash)
  answer = (request) => {
    const reply = answering(request)
    const seeders = request.kind === 'announce' ? hashes.indexOf(request.infoHash) : 0
    return reply.kind === 'announce' ? { ...reply, seeders } : reply
  }
  const { signal } = new AbortController()
  const asked = hashes.map((infoHash) => asker.ask(new URL(announceUrl), { ...question, infoHash }, signal))
  await clock.advance(10)
  expect((await Promise.all(asked)).map(({ seeders }) => seeders)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

describe('not believed is', () => {
  test('a reply from another address, port or transaction', async () => {
    const forge = await network.host('10.0.0.66').bind(tracker, () => undefined)
    const otherPort = await network.host(tracker.host).bind({ ...tracker, port: 1 }, () => undefined)
    answer = (request) => {
      const to = senders.at(-1)!
      const lie: UdpTrackerReply =
        request.kind === 'connect'
          ? { kind: 'connect', transaction: request.transaction, connection: 9n }
          : { ...announced, transaction: request.transaction, seeders: 9 }
      forge.send(encodeUdpReply(lie), to)
      otherPort.send(encodeUdpReply(lie), to)
      socket.send(encodeUdpReply({ ...lie, transaction: (lie.transaction + 1) % 2 ** 32 }), to)
      socket.send(Uint8Array.of(1, 2, 3), to)
      return answering(request)
    }
    expect(await outcome(10)).toMatchObject({ seeders: 1 })
    expect(requests[1]).toMatchObject({ connection: 5n })
  })

  test.each<[string, (transaction: number) => UdpTrackerReply]>([
    ['a scrape', (transaction) => ({ kind: 'scrape', transaction, swarms: [] })],
    ['an announce', (transaction) => ({ ...announced, transaction })],
  ])('%s as the answer to a connect', async (_, odd) => {
    answer = ({ transaction }) => odd(transaction)
    expect(await outcome(10)).toBe("What 10.0.0.9:6969 answered is not a tracker's answer: check the announce URL.")
  })
})

test('a refusal is told in its own words, at either step', async () => {
  answer = ({ transaction }) => ({ kind: 'error', transaction, message: 'Closed.' })
  expect(await outcome(10)).toBe('The tracker refuses: “Closed.”.')
  answer = (request) =>
    request.kind === 'connect' ? answering(request) : { ...request, kind: 'error', message: 'No.' }
  expect(await outcome(10)).toBe('The tracker refuses: “No.”.')
  expect(kinds()).toEqual(['connect', 'connect', 'announce'])
})

test('an announce that is given up ends at once, before or in the middle', async () => {
  answer = () => undefined
  const stop = new AbortController()
  clock.after(5000, () => stop.abort())
  expect(await outcome(5000, announceUrl, stop.signal)).toBe('It had not answered when it was given up.')
  expect(kinds()).toEqual(['connect', 'connect'])
  expect(await outcome(0, announceUrl, stop.signal)).toBe('It had not answered when it was given up.')
  asker.close()
  expect(clock.waiting).toBe(0)
})

test('a tracker may be named, but must have a port', async () => {
  const names: string[] = []
  const lookUp = async (name: string) => {
    names.push(name)
    if (name === 'slow.example') return new Promise<string>(() => undefined)
    if (name === 'tracker.example') return tracker.host
    throw Object.assign(new Error(), { code: 'ENOTFOUND' })
  }
  const by = makeAsker(lookUp)
  const { signal } = new AbortController()
  expect(await outcome(10, 'udp://tracker.example:6969', signal, by)).toMatchObject({ seeders: 1 })
  expect(requests[1]).toMatchObject({ urlData: '' })
  expect(await outcome(10, 'udp://nowhere.example:1/announce', signal, by)).toMatch(/^nowhere\.example:1 is not known/)
  expect(await outcome(10, 'udp://tracker.example/announce', signal, by)).toMatch(/names no port/)
  expect(await outcome(10, 'udp://tracker.example:0/announce', signal, by)).toMatch(/names no port/)
  expect(names).toEqual(['tracker.example', 'nowhere.example'])
  const stop = new AbortController()
  clock.after(5, () => stop.abort())
  expect(await outcome(10, 'udp://slow.example:1/announce', stop.signal, by)).toMatch(/^It had not answered/)
})

describe.each(['127.0.0.1', '::1'])('over real sockets at %s', (ip) => {
  test('an announce is answered', async (context) => {
    const onDatagram = (bytes: Uint8Array, from: Endpoint) => {
      const request = decodeUdpRequest(bytes)
      const reply = request && answering(request)
      if (reply?.kind === 'announce') {
        const told = ip === '::1' ? encodeCompact(['[::1]:5000' as Address], 'ipv6') : reply.peers
        server.send(encodeUdpReply({ ...reply, peers: told }), from)
      } else if (reply) server.send(encodeUdpReply(reply), from)
    }
    const server = await tcpTransport.bind({ host: ip, port: 0 }, onDatagram).catch(() => context.skip())
    const real = new TrackerAsker({ transport: tcpTransport, clock: systemClock, random: systemRandom })
    const url = `udp://${ip === '::1' ? '[::1]' : ip}:${server.local.port}/announce`
    const reply = await real.ask(url, question, new AbortController().signal)
    expect(reply).toMatchObject({ seeders: 1, peers: ip === '::1' ? ['[::1]:5000'] : peers })
    real.close()
    server.close()
  })
})
