// The whole contract between a shell and a screen: commands go down, the feed comes up, nothing else.

import type { ChokingName } from './swarm/choking.ts'
import type { DisconnectReason } from './swarm/disconnect-reason.ts'
import type { Faults, LimitScope, Limits, PeerSettings, SwarmEvent } from './swarm/events.ts'
import type { DialId, InfoHash, LinkId, PeerId } from './swarm/ids.ts'
import type { PickingName } from './swarm/picking.ts'
import type { View } from './swarm/view.ts'

/** What became of one typed address. `clientId` is the local port of the client that connected. */
export type DialResult =
  | { readonly address: string; readonly ok: true; readonly clientId: number; readonly peer: PeerId }
  | { readonly address: string; readonly ok: false; readonly reason: DisconnectReason }

/** Each command: its arguments and what it answers when it worked. `peer` is always a local peer. */
export interface Commands {
  /** Dials each address (any form that parseAddress reads) in the swarm, or the peer's newest swarm. */
  connect: { args: { peer: PeerId; infoHash?: InfoHash; addresses: string[] }; value: DialResult[] }
  'dismiss-dial': { args: { dial: DialId }; value: null }
  /** Asks the trackers of a swarm, or of a magnet link, for peers at once. */
  'announce-now': { args: { peer: PeerId; infoHash: InfoHash }; value: null }
  /** Leaves one swarm politely and keeps it in the list; the server goes on. */
  'pause-swarm': { args: { peer: PeerId; infoHash: InfoHash }; value: null }
  /** Comes back to a paused swarm, and dials the peers it knew there. After a disk error the files are opened afresh. */
  'resume-swarm': { args: { peer: PeerId; infoHash: InfoHash }; value: null }
  /** Hashes everything on disk again; answers when it has begun. The swarm is paused meanwhile and then joined again. */
  'recheck-swarm': { args: { peer: PeerId; infoHash: InfoHash }; value: null }
  /** Leaves for good and forgets it; with `deleteFiles`, what was downloaded is deleted too, never what was shared from its own place. */
  'remove-swarm': { args: { peer: PeerId; infoHash: InfoHash; deleteFiles: boolean }; value: null }
  /** Which files of a torrent are not wanted, by their place in it; at least one must be. */
  'choose-files': { args: { peer: PeerId; infoHash: InfoHash; unwanted: number[] }; value: null }
  /** Changes how a peer chokes and picks in a swarm, at once. */
  'change-strategy': {
    args: { peer: PeerId; infoHash: InfoHash; choking: ChokingName; picking: PickingName }
    value: null
  }
  /** Changes limits at once; at least 1 KiB/s where there is one. */
  'change-limits': { args: { peer: PeerId; scope: LimitScope; limits: Limits }; value: null }
  /** Makes trouble on purpose, on all links of a local peer (`link` null) or on one; or ends it. Latency at most 10 s. */
  'change-faults': { args: { peer: PeerId; link: LinkId | null; faults: Faults }; value: null }
  /** Spoils the next block that a local peer sends, on any of its links (`link` null) or on one. */
  'corrupt-next-block': { args: { peer: PeerId; link: LinkId | null }; value: null }
  /** Closes one link politely; with `abruptly`, resets it. */
  'close-link': { args: { peer: PeerId; link: LinkId; abruptly: boolean }; value: null }
  /** Leaves every swarm politely and closes the server. */
  'stop-peer': { args: { peer: PeerId }; value: null }
  /** Resets every connection without a word, as a crash would. */
  'kill-peer': { args: { peer: PeerId }; value: null }
  /** Runs a stopped peer again, with the pieces it has. */
  'restart-peer': { args: { peer: PeerId }; value: null }
  /** Starts the demo swarm: this peer seeds the course picture, and three more local peers fetch it. */
  'start-demo': { args: Record<string, never>; value: null }
  /** One more local peer, with nothing yet, joins the demo through this peer. */
  'add-demo-peer': { args: Record<string, never>; value: { peer: PeerId } }
  /** Stops and forgets the demo peer that came last, and what it downloaded. */
  'remove-demo-peer': { args: Record<string, never>; value: null }
  /** Stops and forgets the demo's other peers, and what they downloaded. */
  'end-demo': { args: Record<string, never>; value: null }
  /** Makes a torrent of the file or folder at `path` and seeds it. `pieceLengthBytes` null: chosen by size. */
  'share-file': {
    args: { path: string; pieceLengthBytes: number | null; isPrivate: boolean }
    value: { infoHash: InfoHash }
  }
  /** Joins the swarm of a .torrent file, given whole, as base64; downloads into the data folder. */
  'open-torrent': { args: { base64: string }; value: { infoHash: InfoHash } }
  /** Joins by a magnet link (BEP 9): its torrent is fetched from peers first. */
  'open-magnet': { args: { uri: string }; value: { infoHash: InfoHash } }
  /** Gives up a magnet link whose torrent is not here yet. */
  'close-magnet': { args: { infoHash: InfoHash }; value: null }
  /** The magnet link of a swarm, with this peer's address in it (`x.pe`, BEP 9). */
  'read-magnet': { args: { infoHash: InfoHash }; value: { uri: string } }
  /** The .torrent of a swarm, as base64, with the file name to save it under. */
  'read-torrent': { args: { infoHash: InfoHash }; value: { base64: string; fileName: string } }
  /** The bytes of one piece that this local peer has verified, as base64. */
  'read-piece': { args: { peer: PeerId; infoHash: InfoHash; piece: number }; value: { base64: string } }
  /** Changes this peer's settings; its server moves at once, links stay. */
  'change-settings': { args: { settings: PeerSettings }; value: null }
}

export type CommandName = keyof Commands
export type CommandArgs<Name extends CommandName> = Commands[Name]['args']
export type CommandValue<Name extends CommandName> = Commands[Name]['value']

/** What the user can mend comes back as a value: the code for the program, one sentence with the remedy for the person. */
export type CommandResult<Name extends CommandName> =
  | { readonly ok: true; readonly value: CommandValue<Name> }
  | { readonly ok: false; readonly code: CommandFailure; readonly detail: string }

export type CommandFailure =
  | 'unknown-peer'
  | 'unknown-swarm'
  | 'unknown-piece'
  | 'unknown-link'
  | 'private-torrent'
  | 'bad-magnet'
  | 'bad-files'
  | 'bad-limits'
  | 'not-running'
  | 'bad-torrent'
  | 'bad-file'
  | 'bad-settings'
  | 'server-failed'
  | 'already-there'
  | 'bad-command'
  | 'disconnected'
  | 'internal'

/** The feed starts with the view whole, then brings the events that follow it, in order, without a gap. */
export type FeedMessage =
  | { readonly kind: 'view'; readonly view: View }
  | {
      readonly kind: 'events'
      readonly events: readonly SwarmEvent[]
      /** What part of the computer the peers take, from 0 to 1: where that is most of it, a screen holds back. */
      readonly load: number
    }

/** One object a shell gives its screen; each shell makes its own. */
export interface Bridge {
  readonly shell: 'electron' | 'web'
  run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<CommandResult<Name>>
  /** Calls back with the view first, then with events; `onLost` when the shell went away, `view` comes again after. */
  subscribe(onFeed: (message: FeedMessage) => void, onLost: () => void): () => void
}
