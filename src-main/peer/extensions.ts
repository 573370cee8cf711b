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
  readonly #status: Paced
  readonly #list: Paced
  #latestStatus: MemberStatus | undefined
  #latestList: readonly Member[] = []
  readonly #remoteIds = new Map<string, number>()
  #uploadOnly = false

  constructor(parts: ExtensionParts) {
    this.#parts = parts
    this.remote = parts.stranger
    this.#identity = new Paced(parts.tickMs, () => parts.onIdentified())
    this.#status = new Paced(parts.tickMs, () => this.#latestStatus && parts.onStatus(this.#latestStatus))
    this.#list = new Paced(parts.tickMs, () => parts.onList(this.#latestList))
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

  tick(nowMs: number): void {
    for (const paced of [this.#identity, this.#status, this.#list]) paced.tick(nowMs)
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

  #speaks(extension: string): boolean {
    return (this.#remoteIds.get(extension) ?? 0) !== 0
  }

  #send(extension: string, encode: () => Uint8Array): void {
    const id = this.#remoteIds.get(extension) ?? 0
    if (id !== 0) this.#parts.send(id, encode())
  }

  #takeHello(hello: ExtendedHandshake): void {
    const { dialled, remoteHost, profile, isPrivate } = this.#parts
    // A later handshake adds to the first (BEP 10).
    for (const name of Object.keys(ownIds)) {
      const id = hello.m[name]
      if (id !== undefined && (!isPrivate || mayBePrivate(name))) this.#remoteIds.set(name, id)
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

  #takeMetadata(message: MetadataMessage | undefined): void {
    if (message) this.#parts.onMetadata(message)
  }

  #takeTracker(message: TrackerMessage, nowMs: number): void {
    switch (message.kind) {
      case 'leave':
        return this.#parts.onLeave()
      case 'status':
        this.#latestStatus = message
        return this.#status.ask(nowMs)
      case 'peers':
        this.#latestList = message.members
        return this.#list.ask(nowMs)
    }
  }
}
