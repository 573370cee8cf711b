import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { Member, RemoteIdentity } from '../../src-shared/swarm/events.ts'
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  extendedHandshakeId,
} from '../../src-shared/wire/extended.ts'
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  type MetadataMessage,
  metadataExtension,
} from '../../src-shared/wire/metadata-message.ts'
import { decodePexMessage, encodePexMessage, type PexMessage, pexExtension } from '../../src-shared/wire/pex-message.ts'
import {
  decodeTrackerMessage,
  encodeTrackerMessage,
  type TrackerMessage,
  trackerExtension,
} from '../../src-shared/wire/tracker-message.ts'
import type { MemberStatus } from '../tracker/tracker.ts'
import { Paced } from './core/paced.ts'

/** What the extensions of a link need of it. */
export interface ExtensionParts {
  /** The remote as the TCP connection and the handshake show it. */
  readonly stranger: RemoteIdentity
  readonly remoteHost: string
  readonly dialled: boolean
  /** Does the remote's handshake say that it knows BEP 10? */
  readonly isSpoken: boolean
  readonly profile: string
  readonly tickMs: number
  readonly hello: ExtendedHandshake
  /** Peers of this torrent may only come from its own tracker (BEP 27): no lists and no exchange here. */
  readonly isPrivate: boolean
  send(extendedId: number, payload: Uint8Array): void
  onIdentified(): void
  onLeave(): void
  onStatus(status: MemberStatus): void
  onList(members: readonly Member[]): void
  onMetadata(message: MetadataMessage): void
  onExchange(message: PexMessage): void
}

// Our own numbers for the extensions, as told in the extension handshake.
const ownIds = { [trackerExtension]: 1, [metadataExtension]: 2, [pexExtension]: 3 } as const

type Extension = keyof typeof ownIds

const extensions = Object.keys(ownIds) as Extension[]

function mayBePrivate(extension: string): boolean {
  return extension === metadataExtension
}

/** The extension protocol (BEP 10) on one link: who the remote is, and the messages of each extension both ways. */
export class Extensions {
  remote: RemoteIdentity
  /** False until we know which rules the remote follows. */
  identified = false
  /** Requests that the remote keeps unanswered at most. */
  reqq = 250
  /** Bytes of the torrent's `info` dictionary, as the remote says (BEP 9). */
  metadataSize: number | undefined
  /** The remote wants nothing any more (BEP 21). */
  remoteUploadOnly = false
  readonly #parts: ExtensionParts
  // A remote that says little must not make us do much: each kind of news is taken at most once a tick, the latest of it.
  readonly #identity: Paced
  #status: Paced | undefined
  #list: Paced | undefined
  #latestStatus: MemberStatus | undefined
  #latestList: readonly Member[] = []
  readonly #remoteIds: Record<Extension, number> = { [trackerExtension]: 0, [metadataExtension]: 0, [pexExtension]: 0 }
  #uploadOnly = false

  constructor(parts: ExtensionParts) {
    this.#parts = parts
    this.remote = parts.stranger
    this.#identity = new Paced(parts.tickMs, () => parts.onIdentified())
  }

  get hasTracker(): boolean {
    return this.#speaks(trackerExtension)
  }

  get hasMetadata(): boolean {
    return this.#speaks(metadataExtension)
  }

  get hasExchange(): boolean {
    return this.#speaks(pexExtension)
  }

  /** Says hello; `uploadOnly` as in setUploadOnly(). */
  start(uploadOnly: boolean): void {
    this.#uploadOnly = uploadOnly
    this.#sayHello()
  }

  /** Tells the remote that we want nothing any more, or something again (BEP 21). */
  setUploadOnly(uploadOnly: boolean): void {
    if (this.#uploadOnly === uploadOnly) return
    this.#uploadOnly = uploadOnly
    this.#sayHello()
  }

  /** The remote has said who it is, or will not say more. */
  identify(nowMs: number): void {
    this.identified = true
    this.#identity.ask(nowMs)
  }

  /** News waits to be taken in at a tick. */
  get isDue(): boolean {
    return this.#identity.isDue || this.#status?.isDue === true || this.#list?.isDue === true
  }

  tick(nowMs: number): void {
    this.#identity.tick(nowMs)
    this.#status?.tick(nowMs)
    this.#list?.tick(nowMs)
  }

  sendTracker(message: TrackerMessage): void {
    this.#send(trackerExtension, () => encodeTrackerMessage(message))
  }

  sendMetadata(message: MetadataMessage): void {
    this.#send(metadataExtension, () => encodeMetadataMessage(message))
  }

  sendExchange(message: PexMessage): void {
    this.#send(pexExtension, () => encodePexMessage(message))
  }

  /** Takes an extended message in. Throws a ProtocolError when it cannot be read; unknown extensions are ignored. */
  receive(id: number, payload: Uint8Array, nowMs: number): void {
    if (id === extendedHandshakeId) {
      this.#takeHello(decodeExtendedHandshake(payload))
      this.identify(nowMs)
    } else if (id === ownIds[metadataExtension]) this.#takeMetadata(decodeMetadataMessage(payload))
    else if (this.#parts.isPrivate) return
    else if (id === ownIds[trackerExtension]) this.#takeTracker(decodeTrackerMessage(payload), nowMs)
    else if (id === ownIds[pexExtension]) this.#parts.onExchange(decodePexMessage(payload))
  }

  #sayHello(): void {
    const { isSpoken, isPrivate, hello } = this.#parts
    if (!isSpoken) return
    const m = Object.fromEntries(Object.entries(ownIds).filter(([name]) => !isPrivate || mayBePrivate(name)))
    this.#parts.send(extendedHandshakeId, encodeExtendedHandshake({ ...hello, m, uploadOnly: this.#uploadOnly }))
  }

  #speaks(extension: Extension): boolean {
    return this.#remoteIds[extension] !== 0
  }

  #send(extension: Extension, encode: () => Uint8Array): void {
    const id = this.#remoteIds[extension]
    if (id !== 0) this.#parts.send(id, encode())
  }

  #takeHello(hello: ExtendedHandshake): void {
    const { dialled, remoteHost, profile, isPrivate } = this.#parts
    // A later handshake adds to the first (BEP 10).
    for (const name of extensions) {
      const id = hello.m[name]
      if (id !== undefined && (!isPrivate || mayBePrivate(name))) this.#remoteIds[name] = id
    }
    this.reqq = hello.reqq ?? this.reqq
    this.metadataSize = hello.metadataSize ?? this.metadataSize
    this.remoteUploadOnly = hello.uploadOnly ?? this.remoteUploadOnly
    const { remote } = this
    this.remote = {
      ...remote,
      // The socket shows the client's port; where the remote listens is what `p` says, or where we dialled it.
      server: dialled || !hello.p ? remote.server : formatAddress(remoteHost, hello.p),
      uuid: hello.lab?.uuid ?? remote.uuid,
      name: hello.lab?.name || (remote.uuid === null && hello.v) || remote.name,
      agent: hello.v || remote.agent,
      lab: hello.lab ? hello.lab.profile === 'lab' && profile === 'lab' : remote.lab,
    }
  }

  // Only our own kind has these: a link to another client need not hold them.
  #statusNews(): Paced {
    const { tickMs, onStatus } = this.#parts
    this.#status ??= new Paced(tickMs, () => this.#latestStatus && onStatus(this.#latestStatus))
    return this.#status
  }

  #listNews(): Paced {
    const { tickMs, onList } = this.#parts
    this.#list ??= new Paced(tickMs, () => onList(this.#latestList))
    return this.#list
  }

  #takeMetadata(message: MetadataMessage | undefined): void {
    if (message) this.#parts.onMetadata(message)
  }

  #takeTracker(message: TrackerMessage, nowMs: number): void {
    switch (message.kind) {
      case 'leave':
        return this.#parts.onLeave()
      case 'status':
        this.#latestStatus = message
        return this.#statusNews().ask(nowMs)
      case 'peers':
        this.#latestList = message.members
        return this.#listNews().ask(nowMs)
    }
  }
}
