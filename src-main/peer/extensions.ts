import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { Member, RemoteIdentity } from '../../src-shared/swarm/events.ts'
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  extendedHandshakeId,
} from '../../src-shared/wire/extended.ts'
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
  send(extendedId: number, payload: Uint8Array): void
  onIdentified(): void
  onLeave(): void
  onStatus(status: MemberStatus): void
  onList(members: readonly Member[]): void
}

// Our own number for the tracker's messages, as told in the extension handshake.
const ownTrackerId = 1

/** The extension protocol (BEP 10) on one link: who the remote is, and the course's tracker messages both ways. */
export class Extensions {
  remote: RemoteIdentity
  /** False until we know which rules the remote follows. */
  identified = false
  /** Requests that the remote keeps unanswered at most. */
  reqq = 250
  readonly #parts: ExtensionParts
  // A remote that says little must not make us do much: each kind of news is taken at most once a tick, the latest of it.
  readonly #identity: Paced
  readonly #status: Paced
  readonly #list: Paced
  #latestStatus: MemberStatus | undefined
  #latestList: readonly Member[] = []
  #remoteTrackerId = 0

  constructor(parts: ExtensionParts) {
    this.#parts = parts
    this.remote = parts.stranger
    this.#identity = new Paced(parts.tickMs, () => parts.onIdentified())
    this.#status = new Paced(parts.tickMs, () => this.#latestStatus && parts.onStatus(this.#latestStatus))
    this.#list = new Paced(parts.tickMs, () => parts.onList(this.#latestList))
  }

  get hasTracker(): boolean {
    return this.#remoteTrackerId !== 0
  }

  start(): void {
    if (!this.#parts.isSpoken) return
    const hello = { ...this.#parts.hello, m: { [trackerExtension]: ownTrackerId } }
    this.#parts.send(extendedHandshakeId, encodeExtendedHandshake(hello))
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
    if (this.#remoteTrackerId !== 0) this.#parts.send(this.#remoteTrackerId, encodeTrackerMessage(message))
  }

  /** Takes an extended message in. Throws a ProtocolError when it cannot be read; unknown extensions are ignored. */
  receive(id: number, payload: Uint8Array, nowMs: number): void {
    if (id === extendedHandshakeId) {
      this.#takeHello(decodeExtendedHandshake(payload))
      this.identify(nowMs)
    } else if (id === ownTrackerId) this.#takeTracker(decodeTrackerMessage(payload), nowMs)
  }

  #takeHello(hello: ExtendedHandshake): void {
    const { dialled, remoteHost, profile } = this.#parts
    this.#remoteTrackerId = hello.m[trackerExtension] ?? 0
    this.reqq = hello.reqq ?? this.reqq
    const { remote } = this
    this.remote = {
      ...remote,
      // The socket shows the client's port; where the remote listens is what `p` says, or where we dialled it.
      server: dialled || !hello.p ? remote.server : formatAddress(remoteHost, hello.p),
      uuid: hello.lab?.uuid ?? null,
      name: hello.lab?.name || hello.v || remote.name,
      agent: hello.v || remote.agent,
      lab: hello.lab?.profile === 'lab' && profile === 'lab',
    }
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
