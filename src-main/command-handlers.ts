import { resolve } from 'node:path'
import { magnetToHandOut, torrentToHandOut } from '../src-shared/metainfo/hand-out.ts'
import type { Metainfo } from '../src-shared/metainfo/metainfo.ts'
import { formatAddress } from '../src-shared/swarm/address.ts'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { listenFailureSentence } from '../src-shared/swarm/listen-failure.ts'
import { CommandError } from './command-failure.ts'
import type { CommandHandlers } from './commands.ts'
import { type ContentSource, diskSource } from './content-source.ts'
import type { DemoSwarm } from './demo/demo-swarm.ts'
import { sayFileFailure } from './file-failure.ts'
import type { LocalPeer } from './local-peer.ts'
import { type LocalPeers, movedBy } from './local-peers.ts'
import type { Magnets } from './magnets.ts'
import type { EventLog } from './observe/event-log.ts'
import type { SavedPlace } from './saved-session.ts'
import type { Session } from './session.ts'
import type { SettingsStore } from './settings.ts'
import { safeFileName } from './storage/safe-file-name.ts'
import type { TorrentLibrary } from './torrent-library.ts'

/** What the commands work on. */
export interface CommandParts {
  readonly peers: LocalPeers
  readonly library: TorrentLibrary
  /** This window's peer. */
  readonly me: LocalPeer
  readonly magnets: Magnets
  readonly demo: DemoSwarm
  readonly settings: SettingsStore
  readonly session: Session
  readonly log: EventLog
  readonly dataFolder: string
  /** The folder that downloads go to. */
  readonly downloads: string
}

/** Everything that a screen can ask for, one line or a short function each. */
export function commandHandlers(parts: CommandParts): CommandHandlers {
  return { ...peerHandlers(parts), ...swarmHandlers(parts), ...torrentHandlers(parts), ...demoHandlers(parts) }
}

function peerHandlers({ peers, me, magnets, settings, log, dataFolder }: CommandParts) {
  return {
    connect: ({ peer, addresses, infoHash }) => running(peers.find(peer)).peer.connect(addresses, infoHash),
    async 'announce-now'({ peer, infoHash }) {
      running(peers.find(peer)).peer.announceNow(infoHash)
      return null
    },
    async 'dismiss-dial'({ dial }) {
      log.observe(me.peer.id, { type: 'dial-dismissed', dial })
      return null
    },
    async 'stop-peer'({ peer }) {
      await peers.find(peer).stop(false)
      return null
    },
    async 'kill-peer'({ peer }) {
      await peers.find(peer).stop(true)
      return null
    },
    async 'restart-peer'({ peer }) {
      const local = peers.find(peer)
      const listening = await local.restart()
      if (local === me) magnets.reopen()
      if (listening && !listening.ok)
        throw new CommandError(
          'server-failed',
          'It runs, but its server could not listen: see the notice in its panel.',
        )
      return null
    },
    async 'change-limits'({ peer, scope, limits }) {
      const local = peers.find(peer)
      // Only the fields that were checked.
      const { upBytesPerSec, downBytesPerSec } = limits
      const checked = { upBytesPerSec, downBytesPerSec }
      if (scope.kind === 'swarm') await local.limitSwarm(scope.infoHash, checked)
      else requireLink(local.peer.controls.setLimits(scope, checked))
      return null
    },
    async 'change-faults'({ peer, link, faults }) {
      requireLink(running(peers.find(peer)).peer.controls.setFaults(link, faults))
      return null
    },
    async 'corrupt-next-block'({ peer, link }) {
      requireLink(running(peers.find(peer)).peer.controls.corruptNextBlock(link))
      return null
    },
    async 'close-link'({ peer, link, abruptly }) {
      requireLink(peers.find(peer).peer.controls.closeLink(link, abruptly))
      return null
    },
    async 'change-settings'({ settings: wanted }) {
      const before = me.peer.address
      const { upBytesPerSec, downBytesPerSec } = me.peer.setup
      const setup = settings.setupOfMe({ upBytesPerSec, downBytesPerSec }, wanted)
      const listening = await me.peer.change(setup)
      if (!listening.ok) {
        const { host, port } = setup.listen
        const sentence = listenFailureSentence({ ...listening, requested: formatAddress(host, port) })
        const still = before === null ? '' : ` This peer goes on listening at ${before}.`
        throw new CommandError('server-failed', sentence + still)
      }
      settings.change(wanted)
      for (const { peer } of peers.all()) {
        if (peer === me.peer) continue
        await peer.change(movedBy(settings.current, peer.setup))
      }
      log.observe(me.peer.id, { type: 'settings-changed', settings: settings.current, dataFolder })
      await settings.save()
      return null
    },
  } satisfies Partial<CommandHandlers>
}

function swarmHandlers({ peers, me, session }: CommandParts) {
  return {
    async 'pause-swarm'({ peer, infoHash }) {
      await peers.find(peer).pause(infoHash)
      return null
    },
    async 'resume-swarm'({ peer, infoHash }) {
      await peers.find(peer).resume(infoHash)
      return null
    },
    async 'recheck-swarm'({ peer, infoHash }) {
      await peers.find(peer).recheck(infoHash)
      return null
    },
    async 'remove-swarm'({ peer, infoHash, deleteFiles }) {
      const local = peers.find(peer)
      try {
        await local.remove(infoHash, deleteFiles)
      } finally {
        if (local === me && !me.holds(infoHash)) await session.forgetTorrent(infoHash)
      }
      return null
    },
    async 'choose-files'({ peer, infoHash, unwanted }) {
      await peers.find(peer).chooseFiles(infoHash, unwanted)
      return null
    },
    async 'change-strategy'({ peer, infoHash, choking, picking }) {
      await peers.find(peer).changeStrategy(infoHash, choking, picking)
      return null
    },
    async 'read-piece'({ peer, infoHash, piece }) {
      const content = peers.find(peer).contentOf(infoHash)
      if (!content?.have.has(piece)) throw new CommandError('unknown-piece', 'That peer does not have this piece.')
      const bytes = await sayFileFailure(() => content.read(piece, 0, content.pieceLengthAt(piece)))
      return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') }
    },
  } satisfies Partial<CommandHandlers>
}

function torrentHandlers({ library, me, magnets, session, downloads }: CommandParts) {
  // On the disk before the swarm is, so that no saved swarm ever lacks its torrent.
  async function keep(metainfo: Metainfo, place: SavedPlace): Promise<ContentSource> {
    await session.keepTorrent(metainfo.infoHash, torrentOf(metainfo.infoHash))
    return diskSource(library, metainfo, place)
  }

  function torrentOf(infoHash: InfoHash): Uint8Array {
    const torrent = library.torrentOf(infoHash)
    if (torrent) return torrent
    throw new CommandError('unknown-swarm', 'That torrent is not known here.')
  }

  return {
    async 'share-file'({ path, pieceLengthBytes, isPrivate }) {
      running(me)
      const place = { kind: 'shared', path: resolve(path) } as const
      const content = await library.share(place.path, { pieceLengthBytes, isPrivate })
      const { metainfo } = content
      await me.enter(content, await keep(metainfo, place))
      return { infoHash: metainfo.infoHash }
    },
    async 'open-torrent'({ base64 }) {
      running(me)
      const metainfo = library.read(Buffer.from(base64, 'base64'))
      const { infoHash } = metainfo
      if (me.holds(infoHash)) await me.resume(infoHash)
      else {
        const source = await keep(metainfo, { kind: 'download', path: downloads })
        const taken = me.takeUp(source, { options: {}, paused: false, servers: [] })
        // What is there already may take long to check.
        await session.save()
        await taken
      }
      return { infoHash }
    },
    async 'open-magnet'({ uri }) {
      running(me)
      return { infoHash: magnets.open(uri) }
    },
    async 'close-magnet'({ infoHash }) {
      magnets.close(infoHash)
      return null
    },
    async 'read-magnet'({ infoHash }) {
      const metainfo = library.read(torrentOf(infoHash))
      if (metainfo.isPrivate) {
        throw new CommandError(
          'private-torrent',
          'This torrent is private (BEP 27): its peers may only come from its own tracker. Hand out its .torrent instead.',
        )
      }
      return { uri: magnetToHandOut(metainfo, me.peer.address) }
    },
    async 'read-torrent'({ infoHash }) {
      const known = torrentOf(infoHash)
      const metainfo = library.read(known)
      const torrent = torrentToHandOut(known, metainfo, me.peer.address)
      return {
        base64: Buffer.from(torrent).toString('base64'),
        fileName: `${safeFileName(metainfo.name)}.torrent`,
      }
    },
  } satisfies Partial<CommandHandlers>
}

function demoHandlers({ demo }: CommandParts) {
  return {
    async 'start-demo'() {
      await demo.start()
      return null
    },
    async 'add-demo-peer'() {
      return { peer: await demo.add() }
    },
    async 'remove-demo-peer'() {
      await demo.removeLast()
      return null
    },
    async 'end-demo'() {
      await demo.end()
      return null
    },
  } satisfies Partial<CommandHandlers>
}

function running(local: LocalPeer): LocalPeer {
  if (local.peer.running) return local
  throw new CommandError('not-running', 'That peer is stopped. Start it again first.')
}

function requireLink(found: boolean): void {
  if (!found) throw new CommandError('unknown-link', 'That connection is not open any more.')
}
