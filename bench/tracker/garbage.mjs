// Requests that are no use, at a bounded rate, each on a connection of its own. Arguments: port, connections a second, seconds.

import { randomBytes, randomInt } from 'node:crypto'
import { createConnection } from 'node:net'

const [port = 0, perSecond = 0, seconds = 0] = process.argv.slice(2).map(Number)
const get = (/** @type {string} */ target, /** @type {string[]} */ ...headers) =>
  [`GET ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n')
const escaped = (/** @type {Buffer} */ bytes) => bytes.toString('hex').replace(/../g, '%$&')

const kinds = [
  () => randomBytes(1 + randomInt(600)),
  () => Buffer.concat([Buffer.from('GET '), randomBytes(600)]),
  () => get('/announce?info_hash=%12%34%56&peer_id=').slice(0, 30),
  () => get(`/announce?info_hash=${escaped(randomBytes(20))}&peer_id=-XX0001-garbagegarba&port=6881&left=0`),
  () => get('/announce?info_hash=%zz&peer_id=%'),
  () => get('/announce', `Cookie: ${'x'.repeat(8 * 1024)}`),
  () => `POST /announce HTTP/1.1\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(500)}`,
  () => get('/scrape?info_hash=short').repeat(20),
]

const open = new Set()
const endMs = performance.now() + seconds * 1_000
const startMs = performance.now()
let sent = 0

function send() {
  const socket = createConnection({ host: '127.0.0.1', port })
  open.add(socket)
  socket.on('error', () => undefined)
  socket.on('close', () => open.delete(socket))
  socket.resume()
  socket.write(kinds[sent++ % kinds.length]?.() ?? '')
}

const timer = setInterval(() => {
  const nowMs = performance.now()
  const due = Math.floor(((nowMs - startMs) / 1_000) * perSecond)
  // A server that answers slowly is not asked for more in return.
  for (let i = Math.min(due - sent, perSecond / 10); i > 0; i--) send()
  if (nowMs < endMs) return
  clearInterval(timer)
  for (const socket of open) socket.destroy()
  process.send?.(sent)
  process.disconnect?.()
}, 10)
