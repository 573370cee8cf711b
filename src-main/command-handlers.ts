import { join } from 'node:path'
import { formatAddress } from '../src-shared/swarm/address.ts'
import { listenFailureSentence } from '../src-shared/swarm/listen-failure.ts'
import { CommandError } from './command-failure.ts'
import type { CommandHandlers } from './commands.ts'
import type { DemoSwarm } from './demo/demo-swarm.ts'
import { type LocalPeers, listenAt } from './local-peers.ts'
import type { EventLog } from './observe/event-log.ts'
import type { Peer } from './peer/peer.ts'
import type { SettingsStore } from './settings.ts'
import type { TorrentLibrary } from './torrent-library.ts'

/** Everything that a screen can ask for, one line or a short function each. */
export function commandHandlers(app: {
  peers: LocalPeers
  library: TorrentLibrary
  me: Peer
  demo: DemoSwarm
  settings: SettingsStore
  log: EventLog
  dataFolder: string
}): CommandHandlers {
  const { peers, library, me, demo, settings, log, dataFolder } = app
  return {
    async connect({ peer, addresses, infoHash }) {
      const from = peers.find(peer)
      if (!from.running) throw new CommandError('not-running', 'That peer is stopped. Start it again first.')
      return from.connect(addresses, infoHash)
    },
    async 'dismiss-dial'({ dial }) {
      log.observe(me.id, { type: 'dial-dismissed', dial })
      return null
    },
    async 'leave-swarm'({ peer, infoHash }) {
      peers.leave(peers.find(peer), infoHash)
      return null
    },
    async 'rejoin-swarm'({ peer, infoHash }) {
      peers.rejoin(peers.find(peer), infoHash)
      return null
    },
    async 'stop-peer'({ peer }) {
      await peers.stop(peers.find(peer), false)
      return null
    },
    async 'kill-peer'({ peer }) {
      await peers.stop(peers.find(peer), true)
      return null
    },
    async 'restart-peer'({ peer }) {
      await peers.restart(peers.find(peer))
      return null
    },
    async 'start-demo'() {
      await demo.start()
      return null
    },
    async 'add-demo-peer'() {
      return { peer: (await demo.add()).id }
    },
    async 'end-demo'() {
      await demo.end()
      return null
    },
    async 'share-file'({ path }) {
      return { infoHash: await peers.enter(me, await library.share(path)) }
    },
    async 'open-torrent'({ base64 }) {
      const metainfo = library.read(Buffer.from(base64, 'base64'))
      if (me.swarms.has(metainfo.infoHash)) return { infoHash: metainfo.infoHash }
      const content = await library.download(metainfo, join(dataFolder, 'downloads'))
      return { infoHash: await peers.enter(me, content) }
    },
    async 'read-torrent'({ infoHash }) {
      const torrent = library.torrentOf(infoHash)
      if (!torrent) throw new CommandError('unknown-swarm', 'That torrent is not known here.')
      return { base64: Buffer.from(torrent).toString('base64'), fileName: `${library.read(torrent).name}.torrent` }
    },
    async 'read-piece'({ peer, infoHash, piece }) {
      const content = peers.contentOf(peers.find(peer), infoHash)
      if (!content?.have.has(piece)) throw new CommandError('unknown-piece', 'That peer does not have this piece.')
      const bytes = await content.read(piece, 0, content.pieceLengthAt(piece))
      return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') }
    },
    async 'change-settings'({ settings: wanted }) {
      const before = me.address
      const listening = await me.change(settings.setupOfMe(wanted))
      if (!listening.ok) {
        const { host, port } = settings.setupOfMe(wanted).listen
        const sentence = listenFailureSentence({ ...listening, requested: formatAddress(host, port) })
        const still = before === null ? '' : ` This peer goes on listening at ${before}.`
        throw new CommandError('server-failed', sentence + still)
      }
      await settings.change(wanted)
      for (const peer of peers.all()) {
        if (peer !== me) await peer.change({ ...peer.setup, ...listenAt(settings.current, peer.setup.listen.port) })
      }
      log.observe(me.id, { type: 'settings-changed', settings: settings.current, dataFolder })
      return null
    },
  }
}
