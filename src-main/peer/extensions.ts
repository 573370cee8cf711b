import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
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
import { ProtocolError } from '../../src-shared/wire/protocol-error.ts'
import {
  decodeTrackerMessage,
  encodeTrackerMessage,
  type TrackerMessage,
  trackerExtension,
} from '../../src-shared/wire/tracker-message.ts'
import type { MemberStatus } from '../tracker/tracker.ts'
import { Paced } from './core/paced.ts'
import type { Link } from './link.ts'
import type { LinkOwner, LinkParts } from './link-parts.ts'
import { believable } from './listed-addresses.ts'
import { MetadataShare } from './metadata-share.ts'
import { RemoteList } from './remote-list.ts'

// A remote that has stopped reading gets no metadata while it makes us hold more than this for it.
const maxMetadataBacklogBytes = 512 * 1024

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
  #remoteWantsLinks: boolean | undefined
  readonly #link: Link
  readonly #parts: LinkParts
  readonly #owner: LinkOwner
  // A remote that says little must not make us do much: each kind of news is taken at most once a tick, the latest of it.
  readonly #identity: Paced
  #metadata: MetadataShare | undefined
  #status: Paced | undefined
  #latestStatus: MemberStatus | undefined
  #list: RemoteList | undefined
  #listNews: Paced | undefined
  readonly #remoteIds: Record<Extension, number> = { [trackerExtension]: 0, [metadataExtension]: 0, [pexExtension]: 0 }
  #uploadOnly = false
  #wantsLinks = false

  constructor(link: Link, parts: LinkParts, owner: LinkOwner) {
    this.#link = link
    this.#parts = parts
    this.#owner = owner
    this.remote = parts.remote
    this.#identity = new Paced(parts.config.tickMs, () => this.#tellIdentity())
  }

  get hasTracker(): boolean {
    return this.#speaks(trackerExtension)
  }

  /** The remote wants to hear of our links, and often how far we are. */
  get wantsLinks(): boolean {
    return this.#remoteWantsLinks === true && this.hasTracker
  }

  /** The remote can pass on what it hears of the links of others. */
  get passesOn(): boolean {
    return this.#remoteWantsLinks !== undefined && this.hasTracker
  }

  get hasMetadata(): boolean {
    return this.#speaks(metadataExtension)
  }

  get hasExchange(): boolean {
    return this.#speaks(pexExtension)
  }

  /** Says hello; `uploadOnly` and `wantsLinks` as in setUploadOnly() and setWantsLinks(). */
  start(uploadOnly: boolean, wantsLinks: boolean): void {
    this.#uploadOnly = uploadOnly
    this.#wantsLinks = wantsLinks
    this.#sayHello()
  }

  /** Tells the remote that we want nothing any more, or something again (BEP 21). */
  setUploadOnly(uploadOnly: boolean): void {
    if (this.#uploadOnly === uploadOnly) return
    this.#uploadOnly = uploadOnly
    this.#sayHello()
  }

  /** Tells the remote whether we want to hear of its links now, once it is known to be of those that can tell. */
  setWantsLinks(wantsLinks: boolean): void {
    if (this.#wantsLinks === wantsLinks || !this.hasTracker) return
    this.#wantsLinks = wantsLinks
    this.#sayHello()
  }

  /** The remote has said who it is, or will not say more. */
  identify(nowMs: number): void {
    this.identified = true
    this.#identity.ask(nowMs)
  }

  /** News waits to be taken in at a tick. */
  get isDue(): boolean {
    return this.#identity.isDue || this.#status?.isDue === true || this.#listNews?.isDue === true
  }

  tick(nowMs: number): void {
    this.#identity.tick(nowMs)
    this.#status?.tick(nowMs)
    this.#listNews?.tick(nowMs)
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
    else if (id === ownIds[pexExtension]) this.#owner.onExchange(this.#link, decodePexMessage(payload))
  }

  #sayHello(): void {
    const { remoteSpeaksExtended, isPrivate, hello } = this.#parts
    if (!remoteSpeaksExtended) return
    const m = Object.fromEntries(Object.entries(ownIds).filter(([name]) => !isPrivate || mayBePrivate(name)))
    const lab = hello.lab && { ...hello.lab, ...(this.#wantsLinks && { wantsLinks: true }) }
    const said = { ...hello, m, uploadOnly: this.#uploadOnly, ...(lab && { lab }) }
    this.#say(extendedHandshakeId, encodeExtendedHandshake(said))
  }

  #speaks(extension: Extension): boolean {
    return this.#remoteIds[extension] !== 0
  }

  #send(extension: Extension, encode: () => Uint8Array): void {
    const id = this.#remoteIds[extension]
    if (id !== 0) this.#say(id, encode())
  }

  #say(extendedId: number, payload: Uint8Array): void {
    this.#link.send({ name: 'extended', extendedId, payload })
  }

  #tellIdentity(): void {
    const { id, infoHash } = this.#link
    this.#parts.observe({ type: 'link-identified', link: id, infoHash, remote: this.remote })
    this.#owner.onIdentified(this.#link)
  }

  #takeHello(hello: ExtendedHandshake): void {
    const { config, isPrivate } = this.#parts
    const { connection, dialled } = this.#link
    // A later handshake adds to the first (BEP 10).
    for (const name of extensions) {
      const id = hello.m[name]
      if (id !== undefined && (!isPrivate || mayBePrivate(name))) this.#remoteIds[name] = id
    }
    this.reqq = hello.reqq ?? this.reqq
    this.metadataSize = hello.metadataSize ?? this.metadataSize
    this.remoteUploadOnly = hello.uploadOnly ?? this.remoteUploadOnly
    if (hello.lab) this.#remoteWantsLinks = hello.lab.wantsLinks
    const { remote } = this
    this.remote = {
      ...remote,
      // The socket shows the client's port; where the remote listens is what `p` says, or where we dialled it.
      server: dialled || !hello.p ? remote.server : formatAddress(connection.remote.host, hello.p),
      uuid: hello.lab?.uuid ?? remote.uuid,
      name: hello.lab?.name || (remote.uuid === null && hello.v) || remote.name,
      agent: hello.v || remote.agent,
      lab: hello.lab ? hello.lab.profile === 'lab' && config.profile === 'lab' : remote.lab,
    }
  }

  // Only our own kind has these: a link to another client need not hold them.
  #statusNews(): Paced {
    this.#status ??= new Paced(this.#parts.config.tickMs, () => {
      if (this.#latestStatus) this.#owner.onStatus(this.#link, this.#latestStatus)
    })
    return this.#status
  }

  #tellList(list: RemoteList, nowMs: number): void {
    this.#listNews ??= new Paced(this.#parts.config.tickMs, () => this.#owner.onList(this.#link, list.take()))
    this.#listNews.ask(nowMs)
  }

  #takeMetadata(message: MetadataMessage | undefined): void {
    if (!message) return
    if (message.kind !== 'request') return this.#owner.onMetadata(this.#link, message)
    const isBusy = this.#link.backlogBytes > maxMetadataBacklogBytes
    this.#metadata ??= new MetadataShare(this.#parts.infoBytes)
    this.sendMetadata(isBusy ? { kind: 'reject', piece: message.piece } : this.#metadata.answer(message.piece))
  }

  #takeTracker(message: TrackerMessage, nowMs: number): void {
    switch (message.kind) {
      case 'leave':
        return this.#link.close({ code: 'left' })
      case 'status':
        this.#latestStatus = message
        return this.#statusNews().ask(nowMs)
      case 'links':
      case 'pass-on':
        return this.#owner.onReports(this.#link, message)
      case 'peers':
        this.#list ??= new RemoteList((member) => believable(this.#link, member))
        this.#list.begin(message.members)
        return message.more ? undefined : this.#tellList(this.#list, nowMs)
      case 'changes':
        if (!this.#list) throw new ProtocolError('bad-extended', 'changes of a tracker list that it has not sent')
        this.#list.change(message)
        // Half a list would look as if the others had left.
        return message.more ? undefined : this.#tellList(this.#list, nowMs)
    }
  }
}
