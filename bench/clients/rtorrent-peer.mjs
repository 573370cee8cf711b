// One rtorrent: rtorrent-peer.mjs seed|leech TORRENT DIR PORT PEERS UPLIMIT. The protocol is in ../README.md.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { callRtorrent } from './rtorrent-rpc.mjs'

const [mode, torrent = '', folder = '', port, peers = '', upLimit = '0'] = process.argv.slice(2)
const lookMs = 25
const startsWithinMs = 10_000

const own = mkdtempSync(join(tmpdir(), 'swarmscope-rtorrent-'))
const socket = join(own, 'rpc')
const settings = `system.daemon.set=true
network.scgi.open_local=${socket}
network.bind_address.set=127.0.0.1
network.port_range.set=${port}-${port}
network.port_random.set=no
network.xmlrpc.size_limit.set=16M
dht.mode.set=disable
protocol.pex.set=no
protocol.encryption.set=none
trackers.use_udp.set=no
trackers.enable=0
pieces.hash.on_completion.set=no
throttle.global_up.max_rate.set_kb=${Math.ceil(Number(upLimit) / 1024)}
`
writeFileSync(join(own, 'rc'), settings)
const rtorrent = spawn('rtorrent', ['-n', '-o', `import=${join(own, 'rc')}`], { stdio: ['ignore', 2, 2] })
process.once('exit', () => {
  rtorrent.kill('SIGKILL')
  rmSync(own, { recursive: true, force: true })
})
rtorrent.once('exit', () => process.exit(1))

/**
 * @param {string} method
 * @param {...(string | Buffer)} values
 */
const call = (method, ...values) => callRtorrent(socket, method, values)
const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`)
const lines = createInterface({ input: process.stdin })

await answers()
if (mode === 'seed') {
  const infoHash = await add()
  await untilWhole(infoHash)
  say(`READY ${rtorrent.pid}`)
} else {
  say(`READY ${rtorrent.pid}`)
  await once(lines, 'line')
  const infoHash = await add()
  while ((await call('d.is_active', infoHash)) !== '1' || (await call('d.hashing', infoHash)) !== '0') await delay(5)
  for (const peer of peers.split(',').filter(Boolean)) await call('add_peer', infoHash, peer)
  await untilWhole(infoHash)
  say('DONE')
}
if (!process.stdin.readableEnded) await once(lines, 'close')
process.exit(0)

async function answers() {
  for (let waitedMs = 0; waitedMs < startsWithinMs; waitedMs += lookMs) {
    if ((await call('system.client_version').catch(() => undefined)) !== undefined) return
    await delay(lookMs)
  }
  throw new Error('rtorrent does not answer')
}

/** Answers its info hash. */
async function add() {
  await call('load.raw_start', '', readFileSync(torrent), `d.directory.set=${folder}`)
  for (let times = 0; times < 200; times++) {
    const infoHash = await call('download_list')
    if (infoHash !== '') return infoHash
    await delay(5)
  }
  throw new Error('rtorrent does not take the torrent')
}

/** @param {string} infoHash */
async function untilWhole(infoHash) {
  while ((await call('d.complete', infoHash)) !== '1' || (await call('d.hashing', infoHash)) !== '0')
    await delay(lookMs)
}
