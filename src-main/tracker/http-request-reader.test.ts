import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HttpProblem, HttpRequest } from './http-head.ts'
import { HttpRequestReader, maxHeadBytes } from './http-request-reader.ts'

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

type Heard = HttpProblem | (Omit<HttpRequest, 'query'> & { query: string })

/** What a reader makes of the chunks; the bytes of each are gone once it has been read. */
function read(chunks: readonly Uint8Array[]): Heard[] {
  const reader = new HttpRequestReader()
  const heard: Heard[] = []
  for (const chunk of chunks) {
    const own = chunk.slice()
    reader.read(own, (request) => {
      heard.push(typeof request === 'string' ? request : { ...request, query: String.fromCharCode(...request.query) })
      return true
    })
    own.fill(0)
  }
  return heard
}

const get = (target: string, ...headers: string[]) => `${[`GET ${target} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`
const request = (path: string, query = '', keepsOpen = true): Heard => ({ method: 'GET', path, query, keepsOpen })

describe('requests', () => {
  test.each<[string, Heard[]]>([
    [get('/'), [request('/')]],
    [get('/announce?a=%00&b', 'Host: x', 'X-Y:'), [request('/announce', 'a=%00&b')]],
    [get('/a?b?c#d'), [request('/a', 'b?c#d')]],
    ['HEAD / HTTP/1.1\r\n\r\n', [{ method: 'HEAD', path: '/', query: '', keepsOpen: true }]],
    [get('/a') + get('/b'), [request('/a'), request('/b')]],
    [`\r\n\r\n${get('/a')}\r\n${get('/b')}`, [request('/a'), request('/b')]],
    [get('/', 'Content-Length: 0', 'connection: Keep-Alive'), [request('/')]],
    [get('/', 'CONNECTION: te, Close'), [request('/', '', false)]],
    ['GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', [request('/a', '', false)]],
    [get(`/${'a'.repeat(64)}`), [request('')]],
  ])('%j', (text, expected) => {
    expect(read([ascii(text)])).toEqual(expected)
  })
})

describe('what is no request that is answered', () => {
  test.each<[string, HttpProblem]>([
    ['\n', 'not-http'],
    ['GET / HTTP/1.1\n\n', 'not-http'],
    ['GET / HTTP/1.1\r\nA: b\n\r\n', 'not-http'],
    ['GET  / HTTP/1.1\r\n\r\n', 'not-http'],
    ['GET /\r\n\r\n', 'not-http'],
    ['GET / HTTP/1.1 \r\n\r\n', 'not-http'],
    ['GET / HTTPS1.1\r\n\r\n', 'not-http'],
    ['GET / HTTP/1.x\r\n\r\n', 'not-http'],
    ['GET / HTTP/2.0\r\n\r\n', 'other-version'],
    ['GET a HTTP/1.1\r\n\r\n', 'not-http'],
    ['GET http://a/ HTTP/1.1\r\n\r\n', 'not-http'],
    ['GET /\x7f HTTP/1.1\r\n\r\n', 'not-http'],
    ['GET /\xff HTTP/1.1\r\n\r\n', 'not-http'],
    ['get / HTTP/1.1\r\n\r\n', 'not-http'],
    ['POST / HTTP/1.1\r\n\r\n', 'other-method'],
    ['OPTIONS * HTTP/1.1\r\n\r\n', 'other-method'],
    [get('/', 'no colon'), 'not-http'],
    [get('/', ': no name'), 'not-http'],
    [get('/', 'A : b'), 'not-http'],
    [get('/', 'A: b', ' folded: c'), 'not-http'],
    [get('/', 'Content-Length: 1'), 'has-body'],
    [get('/', 'content-length: 0, 0'), 'has-body'],
    [get('/', 'Transfer-Encoding: chunked'), 'has-body'],
    [get(`/${'a'.repeat(maxHeadBytes)}`), 'long-target'],
    [get('/', `A: ${'b'.repeat(maxHeadBytes)}`), 'long-headers'],
    ['G'.repeat(maxHeadBytes + 1), 'long-target'],
    [`GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(2_000)}`, 'long-headers'],
  ])('%j', (text, problem) => {
    expect(read([ascii(text + get('/never'))])).toEqual([problem])
  })
})

test('a head of exactly the most bytes is read', () => {
  const rest = get('/?').length
  const heard = read([ascii(get(`/?${'a'.repeat(maxHeadBytes - rest)}`))])
  expect(heard).toEqual([request('/', 'a'.repeat(maxHeadBytes - rest))])
})

const stream = ascii(
  `${get('/announce?info_hash=%0a', 'Host: 10.0.0.1:5000')}\r\nHEAD / HTTP/1.1\r\n\r\n${get('/b', 'Connection: close')}POST`,
)
const expected = read([stream])

test('wherever the chunks are cut, the requests are the same', () => {
  expect(expected).toHaveLength(3)
  for (let cut = 0; cut <= stream.length; cut++) {
    expect(read([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(expected)
  }
  expect(read(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(expected)
})

test('answering false leaves the other requests for later, whatever has come until then', () => {
  const reader = new HttpRequestReader()
  const paths: string[] = []
  const takeOne = (heard: HttpRequest | HttpProblem) => {
    paths.push(typeof heard === 'string' ? heard : heard.path)
    return false
  }
  reader.read(ascii(`${get('/a')}${get('/b')}GET /c`), takeOne)
  reader.read(ascii(' HTTP/1.1\r\n\r\n'), takeOne)
  expect(paths).toEqual(['/a', '/b'])
  expect(reader.isWaiting).toBe(true)
  reader.read(new Uint8Array(0), takeOne)
  reader.read(new Uint8Array(0), takeOne)
  expect(paths).toEqual(['/a', '/b', '/c'])
  expect(reader.isWaiting).toBe(false)
})

test('random and mutated bytes give requests and at most one problem, the last; and however cut, the same', () => {
  const mutated = fc
    .tuple(fc.nat(stream.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(stream, (byte, i) => (i === at ? value : byte)))
  const letters = fc
    .array(fc.constantFrom('GET ', '/', ' HTTP/1.1', '\r\n', '\r\n\r\n', 'A: b', ':', ' ', '\n'), { maxLength: 14 })
    .map((all) => ascii(all.join('')))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), letters, mutated), fc.array(fc.nat(60)), (bytes, cuts) => {
      const heard = read([bytes])
      expect(heard.slice(0, -1).every((one) => typeof one !== 'string')).toBe(true)
      const sorted = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b)
      expect(read(sorted.map((cut, i) => bytes.subarray(sorted[i - 1] ?? 0, cut)))).toEqual(heard)
    }),
    { numRuns: 2000 },
  )
})
