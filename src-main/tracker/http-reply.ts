import type { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import type { HttpProblem, HttpRequest } from './http-head.ts'

/** The status line and the headers that every answer of a kind begins with, as bytes made once. */
export type ReplyHead = Uint8Array

/** How one answer is sent: without its body for HEAD, and with a word where it is the last one on its connection. */
export type ReplyManner = Pick<HttpRequest, 'method' | 'keepsOpen'>

const encoder = new TextEncoder()
const closing = encoder.encode('Connection: close\r\n')
const lengthName = encoder.encode('Content-Length: ')
const headEnd = encoder.encode('\r\n\r\n')

/** A head; no browser may take the body for anything else than its type says. */
export function replyHead(status: string, type: string, ...more: readonly string[]): ReplyHead {
  const headers = [`Content-Type: ${type}`, 'X-Content-Type-Options: nosniff', 'Cache-Control: no-store', ...more]
  return encoder.encode(`HTTP/1.1 ${status}\r\n${headers.map((header) => `${header}\r\n`).join('')}`)
}

/** Writes a whole answer. */
export function writeReply(
  into: ByteWriter,
  head: ReplyHead,
  body: Uint8Array,
  { method, keepsOpen }: ReplyManner,
): void {
  into.bytes(head)
  if (!keepsOpen) into.bytes(closing)
  into.bytes(lengthName).number(body.length).bytes(headEnd)
  if (method === 'GET') into.bytes(body)
}

const plain = 'text/plain; charset=utf-8'
const last: ReplyManner = { method: 'GET', keepsOpen: false }

const problems: Readonly<Record<HttpProblem, readonly [head: ReplyHead, body: Uint8Array]>> = {
  'not-http': sentence('400 Bad Request', 'This is not an HTTP request, as RFC 9112 has them.'),
  'other-method': sentence('405 Method Not Allowed', 'Only GET and HEAD are known here.', 'Allow: GET, HEAD'),
  'has-body': sentence('413 Content Too Large', 'Nobody here reads a body: send the request without one.'),
  'long-target': sentence('414 URI Too Long', 'This address is too long: ask for fewer torrents at once.'),
  'long-headers': sentence('431 Request Header Fields Too Large', 'These headers are too long: 8 KiB is the most.'),
  'other-version': sentence('505 HTTP Version Not Supported', 'Only HTTP/1.1 and HTTP/1.0 are spoken here.'),
}

const hint = sentence(
  '200 OK',
  'This is where BitTorrent clients announce themselves: put this URL into a torrent. The page for people is at /.',
)
const nothing = sentence('404 Not Found', 'There is nothing here: try /, /announce or /scrape.')

/** Writes why a request is not answered; the connection closes after it. */
export function writeProblem(into: ByteWriter, problem: HttpProblem): void {
  const [head, body] = problems[problem]
  writeReply(into, head, body, last)
}

/** Writes what an announce URL is for. */
export function writeHint(into: ByteWriter, manner: ReplyManner): void {
  const [head, body] = hint
  writeReply(into, head, body, manner)
}

/** Writes that nothing is at a path. */
export function writeNothing(into: ByteWriter, manner: ReplyManner): void {
  const [head, body] = nothing
  writeReply(into, head, body, manner)
}

function sentence(status: string, text: string, ...headers: readonly string[]): readonly [ReplyHead, Uint8Array] {
  return [replyHead(status, plain, ...headers), encoder.encode(`${text}\n`)]
}
