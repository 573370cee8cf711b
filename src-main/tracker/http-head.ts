/** A request without a body: all that a tracker is ever asked. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD'
  /** As it is written, before the question mark; empty where it is longer than any that is known. */
  readonly path: string
  /** What follows the question mark, as it is written; valid as long as the head. */
  readonly query: Uint8Array
  /** More requests may come on this connection. */
  readonly keepsOpen: boolean
}

/** Why what came is no request that is answered. */
export type HttpProblem = 'not-http' | 'other-method' | 'has-body' | 'long-target' | 'long-headers' | 'other-version'

const lineFeed = 0x0a
const space = 0x20
const slash = 0x2f
const colon = 0x3a
const question = 0x3f
const maxPathLength = 64

/** Reads the request line and the headers of a request (RFC 9112), which end with an empty line. */
export function readHttpHead(head: Uint8Array): HttpRequest | HttpProblem {
  const lineEnd = head.indexOf(lineFeed) - 1
  const methodEnd = head.indexOf(space)
  const targetEnd = head.indexOf(space, methodEnd + 1)
  if (methodEnd < 1 || targetEnd < 0 || targetEnd > lineEnd) return 'not-http'
  const minorVersion = readVersion(head.subarray(targetEnd + 1, lineEnd))
  if (typeof minorVersion === 'string') return minorVersion
  const method = readMethod(head.subarray(0, methodEnd))
  if (method !== 'GET' && method !== 'HEAD') return method
  const target = head.subarray(methodEnd + 1, targetEnd)
  if (target[0] !== slash || !isVisible(target)) return 'not-http'
  const closes = readHeaders(head, lineEnd + 2)
  if (typeof closes === 'string') return closes
  const pathEnd = target.indexOf(question)
  const path = pathEnd < 0 ? target : target.subarray(0, pathEnd)
  const query = target.subarray(path.length + 1)
  const keepsOpen = minorVersion > 0 && !closes
  return { method, path: path.length > maxPathLength ? '' : textOf(path), query, keepsOpen }
}

function readVersion(version: Uint8Array): number | HttpProblem {
  if (version.length !== 8 || textOf(version.subarray(0, 5)) !== 'HTTP/') return 'not-http'
  const [major = 0, point, minor = 0] = version.subarray(5)
  if (point !== 0x2e || !isDigit(major) || !isDigit(minor)) return 'not-http'
  return major === 0x31 ? minor - 0x30 : 'other-version'
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function readMethod(method: Uint8Array): 'GET' | 'HEAD' | HttpProblem {
  const text = method.length > 16 ? '' : textOf(method)
  if (text === 'GET' || text === 'HEAD') return text
  return text !== '' && method.every((byte) => byte >= 0x41 && byte <= 0x5a) ? 'other-method' : 'not-http'
}

// Three of them matter, and only the length of a name tells at once that it is none of these.
const closing = 'connection'
const bodies = ['content-length', 'transfer-encoding'] as const

// Whether the connection closes after the answer.
function readHeaders(head: Uint8Array, start: number): boolean | HttpProblem {
  let closes = false
  for (let at = start; at < head.length - 2; ) {
    const end = head.indexOf(lineFeed, at) - 1
    const nameEnd = head.indexOf(colon, at)
    const name = head.subarray(at, nameEnd)
    if (nameEnd <= at || nameEnd > end || !isVisible(name)) return 'not-http'
    const isBody = bodies.some((body) => isName(name, body))
    if (isBody || isName(name, closing)) {
      const value = textOf(head.subarray(nameEnd + 1, end))
        .trim()
        .toLowerCase()
      if (isBody && value !== '0') return 'has-body'
      if (!isBody && value.split(',').some((token) => token.trim() === 'close')) closes = true
    }
    at = end + 2
  }
  return closes
}

function isName(name: Uint8Array, known: string): boolean {
  return name.length === known.length && textOf(name).toLowerCase() === known
}

function isVisible(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte < 0x21 || byte > 0x7e) return false
  }
  return true
}

function textOf(bytes: Uint8Array): string {
  let text = ''
  // Spread into one call it takes several times as long.
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}
