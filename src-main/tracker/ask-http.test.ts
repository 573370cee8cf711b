import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeBencode } from '../../src-shared/metainfo/bencode.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { systemClock } from '../clock.ts'
import { tcpTransport } from '../net/tcp-transport.ts'
import { systemRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { AskError, unreached } from './ask-error.ts'
import { askByHttp, withQuestion } from './ask-http.ts'
import { TrackerAsker } from './ask-tracker.ts'
import type { TrackerQuestion } from './tracker-question.ts'

const question: TrackerQuestion = {
  infoHash: '0041ff7e2d5f2e20266162636465666768696a6b' as InfoHash,
  peerId: Buffer.from('-SS0100-abcdefghijkl').toString('hex') as PeerId,
  port: 5000,
  uploadedBytes: 1,
  downloadedBytes: 2,
  leftBytes: 3,
  event: 'started',
  wanted: 50,
  key: 0xbeef,
  trackerId: null,
}
const reply = encodeBencode(
  new Map<string, number | Uint8Array>([
    ['complete', 1],
    ['incomplete', 2],
    ['interval', 1800],
    ['peers', Uint8Array.of(10, 0, 0, 1, 0x13, 0x88)],
  ]),
)

let server: Server
let requests: { url: string; agent: string | undefined }[]
let listener: RequestListener

beforeEach(async () => {
  requests = []
  listener = (_, response) => response.end(reply)
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', agent: request.headers['user-agent'] })
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`
const asker = new TrackerAsker({ transport: tcpTransport, clock: systemClock, random: systemRandom })
const ask = (url = `http://${host()}/announce`, facts: Partial<TrackerQuestion> = {}) =>
  asker.ask(url, { ...question, ...facts }, new AbortController().signal)
const why = async (answer: Promise<unknown>): Promise<string> => (await errorOf(answer)).message
const errorOf = async (answer: Promise<unknown>): Promise<AskError> => {
  const error: unknown = await answer.then(
    () => 'answered',
    (failure) => failure,
  )
  expect(error).toBeInstanceOf(AskError)
  return error as AskError
}

test('an announce has all that BEP 3 asks for, its ids as raw bytes', async () => {
  expect(await ask()).toMatchObject({ intervalSec: 1800, seeders: 1, leechers: 2, peers: ['10.0.0.1:5000'] })
  expect(requests[0]?.url).toBe(
    '/announce?info_hash=%00A%FF~-_.%20%26abcdefghijk&peer_id=-SS0100-abcdefghijkl&port=5000&uploaded=1&downloaded=2&left=3&compact=1&numwant=50&key=0000beef&event=started',
  )
  expect(requests[0]?.agent).toMatch(/^Swarmscope /)
})

test('what the URL names already stays, and a regular announce has no event', async () => {
  await ask(`http://${host()}/announce?passkey=a%2Fb#top`, { event: null, trackerId: Buffer.from('x y'), wanted: 999 })
  expect(requests[0]?.url).toMatch(/^\/announce\?passkey=a%2Fb&info_hash=.*&numwant=200&key=0000beef&trackerid=x%20y$/)
  expect(withQuestion('http://x/announce?', question)).toMatch(/^http:\/\/x\/announce\?info_hash=/)
  expect(withQuestion('http://x/announce?a&', question)).toMatch(/^http:\/\/x\/announce\?a&info_hash=/)
})

test('a reply in small parts, or compressed, is read whole', async () => {
  listener = (_, response) => {
    for (const byte of reply) response.write(Uint8Array.of(byte))
    response.end()
  }
  expect(await ask()).toMatchObject({ seeders: 1 })
  listener = (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(reply))
  expect(await ask()).toMatchObject({ seeders: 1 })
})

describe('redirected', () => {
  const sendOn = (location: string, status = 302) => {
    listener = (request, response) => {
      if (request.url?.startsWith('/announce/new')) response.end(reply)
      else response.writeHead(status, { location }).end()
    }
  }

  test.each([301, 302, 303, 307, 308])('by %i, it asks there', async (status) => {
    sendOn('/announce/new?info_hash=x', status)
    expect(await ask()).toMatchObject({ seeders: 1 })
    expect(requests[1]?.url).toBe('/announce/new?info_hash=x')
  })

  test('without end, it gives up', async () => {
    sendOn('/announce')
    expect(await why(ask())).toBe(`${host()} sends on from page to page without end: check the announce URL.`)
    expect(requests).toHaveLength(6)
  })

  test.each([
    ['file:///etc/passwd', /^The tracker sends on to a file URL/],
    ['http://[', /sends on to a URL that is broken/],
    ['http://127.0.0.1:6667/announce', /^Port 6667 belongs to another service/],
    ['/admin?restart', /is this computer, where only paths that begin with \/announce are asked\.$/],
  ])('to %s, it does not go', async (location, sentence) => {
    sendOn(location)
    const error = await errorOf(ask())
    expect(error.message).toMatch(sentence)
    // It may send on to elsewhere the next time.
    expect(error.isFinal).toBe(false)
    expect(requests).toHaveLength(1)
  })
})

describe('the reason is a sentence when', () => {
  test('nothing listens', async () => {
    const closed = createTcpServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const error = await errorOf(ask(`http://127.0.0.1:${port}/announce`))
    expect(error.message).toBe(
      `127.0.0.1:${port} refuses the connection: nothing listens at that port. Check the announce URL, or start the tracker.`,
    )
    expect(error.isFinal).toBe(false)
  })

  test.each([
    [404, '404: no tracker is at this path. Check the announce URL.'],
    [403, '403: it does not let us in. Check the key in the announce URL.'],
    [503, '503: something is wrong there. It is asked again later.'],
  ])('the status is %i', async (status, end) => {
    listener = (_, response) => response.writeHead(status).end('<html>')
    expect(await why(ask())).toBe(`${host()} answered with the HTTP status ${end}`)
  })

  test('the tracker says why, whatever the status', async () => {
    for (const status of [200, 400]) {
      listener = (_, response) =>
        response.writeHead(status).end(encodeBencode(new Map([['failure reason', 'info hash \u202Eunknown\n']])))
      expect(await why(ask())).toBe('The tracker refuses: “info hash unknown”.')
    }
    listener = (_, response) => response.end('d14:failure reason0:e')
    expect(await why(ask())).toBe('The tracker refuses, and does not say why.')
  })

  test('the answer is none', async () => {
    listener = (_, response) => response.end('<html>hello</html>')
    expect(await why(ask())).toBe(`What ${host()} answered is not a tracker's answer: check the announce URL.`)
    listener = (_, response) => response.end()
    expect(await why(ask())).toMatch(/is not a tracker's answer/)
  })

  test('the answer is larger than any, also compressed', async () => {
    const tooMuch = Buffer.alloc(1024 * 1024 + 1)
    listener = (_, response) => response.end(tooMuch)
    expect(await why(ask())).toMatch(/answered with more than 1 MiB/)
    listener = (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000)))
    expect(await why(ask())).toMatch(/answered with more than 1 MiB/)
  })

  test('the connection breaks off in the middle', async () => {
    listener = (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('d')
      setImmediate(() => response.socket?.resetAndDestroy())
    }
    expect(await why(ask())).toMatch(/broke the connection off before it answered\. It is asked again later\.$/)
  })

  test('it is no web server', async () => {
    const sockets: Socket[] = []
    const odd = createTcpServer((socket) => {
      sockets.push(socket)
      socket.end('SSH-2.0-OpenSSH\r\n')
    })
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
    const { port } = odd.address() as AddressInfo
    expect(await why(ask(`http://127.0.0.1:${port}/announce`))).toMatch(/does not answer as a web server does \(HPE_/)
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => odd.close(resolve))
  })

  test('it does not speak HTTPS', async () => {
    expect(await why(ask(`https://${host()}/announce`))).toBe(
      `${host()} does not speak HTTPS: try http:// in the announce URL.`,
    )
  })

  test.each([
    ['http://127.0.0.1:6667/announce', /^Port 6667 belongs to another service/],
    ['http://me:secret@127.0.0.1/announce', /has a user name or a password in it/],
    ['http://127.0.0.1:80/admin', /^127\.0\.0\.1 is this computer, where only paths that begin with \/announce/],
    ['http://localhost:80/', /^localhost is this computer/],
    ['http://my.localhost.:80/', /^my\.localhost\. is this computer/],
    ['http://0:80/admin', /^0\.0\.0\.0 is this computer/],
    ['http://[::]:80/admin', /^\[::\] is this computer/],
    ['http://[::1]:80/admin', /^\[::1\] is this computer/],
    ['http://0x7f.1/admin', /^127\.0\.0\.1 is this computer/],
    ['wss://127.0.0.1/announce', /^This tracker is for browsers only \(WebRTC\)/],
    ['ftp://127.0.0.1/announce', /^Trackers are asked by http, https and udp, not by ftp\.$/],
    ['announce', /^The announce URL is broken/],
    ['udp://127.0.0.1/announce', /^The announce URL names no port/],
  ])('the URL is %s, which is final', async (url, sentence) => {
    const error = await errorOf(ask(url))
    expect(error.message).toMatch(sentence)
    expect(error.isFinal).toBe(true)
  })

  test.each([
    ['ENOTFOUND', 'tracker is not known by that name: check the announce URL, and that this computer is online.'],
    ['ENETUNREACH', 'tracker cannot be reached from this network: check the announce URL, or the network.'],
    ['UND_ERR_CONNECT_TIMEOUT', 'tracker did not answer in time: it may be off, or a firewall stands in between.'],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'tracker has a certificate that cannot be trusted (DEPTH_ZERO_SELF_SIGNED_CERT): check the announce URL, or try http:// in it.',
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'tracker has a certificate that cannot be trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE): check the announce URL, or try http:// in it.',
    ],
    ['EMFILE', 'tracker could not be asked (EMFILE). It is asked again later.'],
  ])('the system says %s', (code, sentence) => expect(unreached('tracker', code).message).toBe(sentence))
})

test('who does not answer within 15 s, or stops in the middle, is given up', async () => {
  for (const silent of [
    () => undefined,
    (_: unknown, response: { write(text: string): void }) => response.write('d'),
  ]) {
    const clock = new ManualClock()
    const arrived = new Promise<void>((resolve) => {
      listener = (request, response) => {
        silent(request, response)
        resolve()
      }
    })
    const answer = why(askByHttp(`http://${host()}/announce`, question, new AbortController().signal, clock))
    await arrived
    await clock.advance(14_999)
    await clock.advance(1)
    expect(await answer).toBe(`${host()} did not answer within 15 s: it may be off, or a firewall stands in between.`)
    expect(clock.waiting).toBe(0)
  }
})

test('an announce that is given up ends at once', async () => {
  const stop = new AbortController()
  listener = () => stop.abort()
  expect(await why(asker.ask(`http://${host()}/announce`, question, stop.signal))).toBe(
    'It had not answered when it was given up.',
  )
  expect(await why(asker.ask(`http://${host()}/announce`, question, stop.signal))).toBe(
    'It had not answered when it was given up.',
  )
  expect(requests).toHaveLength(1)
})
