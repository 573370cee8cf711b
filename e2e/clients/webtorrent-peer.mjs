// One WebTorrent peer for the tests: webtorrent-peer.mjs MODULE TASK, which is the JSON of a RealClientTask. It prints READY
// once it has checked what it has of the files. No hash table, no port forwarding, no WebRTC; it listens at every address.

import { once } from 'node:events'
import { pathToFileURL } from 'node:url'

const [, , module = '', json = ''] = process.argv
/** @type {import('./real-client.ts').RealClientTask} */
const task = JSON.parse(json)

const { default: WebTorrent } = await import(pathToFileURL(module).href)
const client = new WebTorrent({
  torrentPort: task.port,
  dht: false,
  lsd: task.localDiscovery ?? false,
  utPex: task.peerExchange ?? false,
  natUpnp: false,
  natPmp: false,
  utp: false,
  secure: task.encryption !== undefined,
  ...(task.upBytesPerSec && { uploadLimit: task.upBytesPerSec }),
})
client.on('error', (error) => {
  console.error(error)
  process.exit(1)
})

await Promise.all(task.torrents.map(add))
if (!client.listening) await once(client, 'listening')
console.log('READY')
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))

/** @param {import('./real-client.ts').RealClientTorrent} torrent */
async function add({ source, choice }) {
  const torrent = client.add(source, { path: task.folder, deselect: choice !== undefined })
  torrent.on('warning', (warning) => console.error(String(warning)))
  torrent.on('wire', (wire, address) => console.log(`wire ${wire.type} ${address}`))
  // A magnet link has nothing to check before its torrent is here.
  await once(torrent, source.startsWith('magnet:') ? 'infoHash' : 'ready')
  for (const file of choice?.wanted ?? []) torrent.files[file].select()
}
