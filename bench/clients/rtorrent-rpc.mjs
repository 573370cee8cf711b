// What rtorrent is asked: XML-RPC in SCGI, over a socket in the file system.

import { connect } from 'node:net'

/**
 * Calls a method; answers its value as text, and of a list its first one. Rejects when rtorrent does.
 * @param {string} socket
 * @param {string} method
 * @param {readonly (string | Buffer)[]} values
 */
export async function callRtorrent(socket, method, values) {
  const params = values.map((value) => `<param><value>${encode(value)}</value></param>`).join('')
  const body = `<methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`
  const reply = (await exchange(socket, body)).replaceAll(/>\s+</g, '><')
  if (!reply.includes('<params>')) throw new Error(`rtorrent's answer to ${method}: ${reply}`)
  return /<(?:string|i4|i8)>([^<]*)</.exec(reply)?.[1] ?? ''
}

/** @param {string | Buffer} value */
function encode(value) {
  return typeof value === 'string' ? `<string>${value}</string>` : `<base64>${value.toString('base64')}</base64>`
}

/**
 * @param {string} path
 * @param {string} body
 * @returns {Promise<string>}
 */
function exchange(path, body) {
  const headers = `CONTENT_LENGTH\0${Buffer.byteLength(body)}\0SCGI\x001\0`
  return new Promise((resolve, reject) => {
    let reply = ''
    const socket = connect(path).setEncoding('utf8')
    socket.on('data', (text) => {
      reply += text
    })
    socket.once('error', reject).once('end', () => resolve(reply))
    socket.write(`${headers.length}:${headers},${body}`)
  })
}
