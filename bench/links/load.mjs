// Thousands of strangers that shake hands (BEP 3), say what they have (BEP 6), speak no extension (BEP 10), and then are silent. They come from several loopback addresses, because one has not ports enough.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const handshakeLength = 68
const addresses = process.platform === 'linux' ? 10 : 1
const mostUnanswered = 100
const patienceMs = 10_000
const haveAll = '\x00\x00\x00\x01\x0e'
const haveNone = '\x00\x00\x00\x01\x0f'
const noExtensions = '\x00\x00\x00\x09\x14\x00d1:mdee'
// What is heard is only counted.
const buffer = Buffer.alloc(64 * 1024)

/** @type {Set<import('node:net').Socket>} */
const open = new Set()
let opened = 0

/**
 * One more stranger; answers when it was answered, counted from now in ms, or undefined when that does not come about.
 * @param {{ port: number, infoHash: string }} to
 * @param {string} [have]
 * @returns {Promise<number | undefined>}
 */
function shakeHands({ port, infoHash }, have = haveNone) {
  const startMs = performance.now()
  return new Promise((resolve) => {
    let heard = 0
    const callback = (/** @type {number} */ length) => {
      heard += length
      if (heard >= handshakeLength) resolve(performance.now() - startMs)
      return true
    }
    const localAddress = `127.0.0.${1 + (opened++ % addresses)}`
    const socket = connect({ host: '127.0.0.1', port, localAddress, onread: { buffer, callback } })
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      open.delete(socket)
      resolve(undefined)
    })
    const reserved = '\x00\x00\x00\x00\x00\x10\x00\x04'
    const id = `-XX0001-${randomBytes(6).toString('hex')}`
    const hash = Buffer.from(infoHash, 'hex').toString('latin1')
    socket.write(`\x13BitTorrent protocol${reserved}${hash}${id}${have}${noExtensions}`, 'latin1')
    setTimeout(resolve, patienceMs, undefined).unref()
  })
}

/** So many, evenly over a time. */
async function storm({ port = 0, infoHash = '', count = 0, seconds = 1 }) {
  const startMs = performance.now()
  const answers = []
  while (answers.length < count) {
    const due = Math.min(count, Math.ceil((count * (performance.now() - startMs)) / (1000 * seconds)))
    while (answers.length < due) answers.push(shakeHands({ port, infoHash }))
    await delay(1)
  }
  const tookMs = (await Promise.all(answers)).filter((ms) => ms !== undefined)
  return { answered: tookMs.length, slowestMs: Math.max(...tookMs) }
}

/** So many, as fast as they are answered. */
async function hold({ port = 0, infoHash = '', count = 0, isSeeder = false }) {
  let left = count
  const line = async () => {
    while (left-- > 0) await shakeHands({ port, infoHash }, isSeeder ? haveAll : haveNone)
  }
  await Promise.all(Array.from({ length: mostUnanswered }, line))
  return open.size
}

/** Ends all of them. */
async function drop() {
  await Promise.all([...open].map((socket) => once(socket.destroy(), 'close')))
  return open.size
}

/** @type {Readonly<Record<string, (question: any) => Promise<unknown>>>} */
const acts = { storm, hold, drop }

process.on('message', async (/** @type {{ act: string }} */ question) => {
  process.send?.(await acts[question.act]?.(question))
})
process.send?.('ready')
