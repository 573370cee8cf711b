import { summaryOf } from '../src-shared/metainfo/summary.ts'
import type { ChokingName } from '../src-shared/swarm/choking.ts'
import type { Limits, SwarmFact } from '../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../src-shared/swarm/ids.ts'
import type { PickingName } from '../src-shared/swarm/picking.ts'
import { noLimits } from '../src-shared/swarm/view.ts'
import { comeBack, serversOf } from './come-back.ts'
import { CommandError } from './command-failure.ts'
import type { ContentSource } from './content-source.ts'
import type { LittleAtATime } from './little-at-a-time.ts'
import { lostContent } from './lost-content.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { Peer } from './peer/peer.ts'
import type { PeerSetup, PeerWorld } from './peer/peer-setup.ts'
import type { ListenResult } from './peer/server.ts'
import type { JoinOptions } from './peer/swarm-parts.ts'
import { maxSavedMembers, type SavedSwarm } from './saved-session.ts'
import { isFileChoice } from './storage/file-progress.ts'
import type { TorrentContent } from './storage/torrent-content.ts'

/** How a peer takes part in a swarm, or will again. */
export interface Part {
  readonly options: JoinOptions
  /** By wish. */
  readonly paused: boolean
  /** Whom to dial there. */
  readonly servers: readonly Address[]
}

interface Held {
  readonly source: ContentSource
  /** Null until it could be opened. */
  content: TorrentContent | null
  /** Set while the peer is stopped or the content is being checked: how it goes on then. */
  next: Part | null
  /** Set from when a check is asked for until it has ended. */
  checking: AbortController | null
  /** The check itself, once it is its turn. */
  hashing: Promise<unknown> | null
  servers: readonly Address[]
}

const checkingGapMs = 100

/**
 * A peer that runs in this process, with every swarm that it was asked to be in: whether it takes part, rests, or is being
 * checked, and whatever happened to the peer or to the disk in between.
 */
export class LocalPeer {
  readonly peer: Peer
  readonly #world: PeerWorld
  readonly #hashing: Pick<LittleAtATime, 'run'>
  readonly #held = new Map<InfoHash, Held>()
  // What changes its swarms waits for one another; hashing goes on beside.
  readonly #serial = new OneAtATime()

  /** `hashing` is shared by all peers: much at a time is slow for the disk. */
  constructor(setup: PeerSetup, world: PeerWorld, hashing: Pick<LittleAtATime, 'run'>) {
    this.peer = new Peer(setup, world)
    this.#world = world
    this.#hashing = hashing
  }

  holds(infoHash: InfoHash): boolean {
    return this.#held.has(infoHash)
  }

  /** What it has of a torrent; undefined while that could not be opened. */
  contentOf(infoHash: InfoHash): TorrentContent | undefined {
    return this.#held.get(infoHash)?.content ?? undefined
  }

  /** Joins with content that was just opened; what was open of the same torrent before gives way to it, unless it is whole. */
  enter(content: TorrentContent, source: ContentSource, options: JoinOptions = {}): Promise<void> {
    const { infoHash } = content.metainfo
    return this.#serial.run(async () => {
      const before = this.#held.get(infoHash)
      if (this.peer.swarms.has(infoHash) && before?.content?.whole) return content.close()
      this.peer.leave(infoHash)
      if (before) await letGo(before)
      const next = { options, paused: false, servers: before?.servers ?? [] }
      this.#held.set(infoHash, { source, content, next, checking: null, hashing: null, servers: [] })
      this.#goOn(infoHash)
    })
  }

  /**
   * Takes a swarm up: checks what is on disk, then joins and dials, or rests; a failure pauses it. It is held at once; resolves
   * when all that is done.
   */
  async takeUp(source: ContentSource, part: Part): Promise<void> {
    const { infoHash } = source.metainfo
    if (this.#held.has(infoHash)) return
    const held: Held = { source, content: null, next: null, checking: null, hashing: null, servers: part.servers }
    this.#held.set(infoHash, held)
    await this.#check(infoHash, held, part)
  }

  /** Leaves a swarm politely and keeps it. What is being checked rests afterwards. */
  pause(infoHash: InfoHash): Promise<void> {
    return this.#change(infoHash, (held) => {
      if (held.next) held.next = { ...held.next, paused: true }
      else this.peer.pause(infoHash)
    })
  }

  /** Comes back to a swarm; after a failure its files are opened afresh. */
  resume(infoHash: InfoHash): Promise<void> {
    return this.#change(infoHash, (held) => {
      if (held.next) held.next = { ...held.next, paused: false }
      const paused = this.peer.paused.get(infoHash)
      if (!paused || held.checking) return
      const part = { ...this.#partOf(infoHash, held), paused: false }
      if (paused.failure !== null) return void this.#check(infoHash, held, part)
      held.next = part
      this.#goOn(infoHash)
    })
  }

  /** Hashes everything on disk again, then goes on as before; after a failure, comes back. Answers when it has begun. */
  recheck(infoHash: InfoHash): Promise<void> {
    return this.#change(infoHash, (held) => {
      if (held.checking) return
      const part = this.#partOf(infoHash, held)
      this.peer.pause(infoHash)
      void this.#check(infoHash, held, part)
    })
  }

  /** Leaves for good; with `deleteFiles` what was downloaded is deleted, never what is shared from its own place. */
  remove(infoHash: InfoHash, deleteFiles: boolean): Promise<void> {
    return this.#serial.run(async () => {
      const held = this.#find(infoHash)
      this.#held.delete(infoHash)
      if (!this.peer.leave(infoHash)) this.#tell({ type: 'swarm-left', infoHash, abruptly: false })
      await letGo(held)
      if (deleteFiles) await held.source.deleteFiles()
    })
  }

  /** Which files are not wanted. Rejects with a CommandError when that leaves none, or they are not the torrent's. */
  chooseFiles(infoHash: InfoHash, chosen: readonly number[]): Promise<void> {
    const unwanted = [...new Set(chosen)]
    return this.#serial.run(async () => {
      const held = this.#find(infoHash)
      const swarm = this.peer.swarms.get(infoHash)
      if (!isFileChoice(held.source.metainfo, unwanted)) {
        throw new CommandError('bad-files', 'At least one file must be wanted. To stop the whole download, pause it.')
      }
      if (swarm) return swarm.chooseFiles(unwanted)
      held.content?.chooseFiles(unwanted)
      this.#keep(infoHash, held, { unwanted })
      this.#tell({ type: 'files-chosen', infoHash, unwanted })
    })
  }

  /** Chokes and picks by other rules from now on. */
  changeStrategy(infoHash: InfoHash, choking: ChokingName, picking: PickingName): Promise<void> {
    return this.#serial.run(async () => {
      const held = this.#find(infoHash)
      const swarm = this.peer.swarms.get(infoHash)
      if (swarm) return swarm.changeStrategy({ choking, picking })
      this.#keep(infoHash, held, { choking, picking })
      this.#tell({ type: 'strategy-changed', infoHash, choking, picking })
    })
  }

  /** What holds for one swarm beside the peer's own limits. */
  limitSwarm(infoHash: InfoHash, limits: Limits): Promise<void> {
    return this.#serial.run(async () => {
      const held = this.#find(infoHash)
      const scope = { kind: 'swarm', infoHash } as const
      if (this.peer.controls.setLimits(scope, limits)) return
      this.#keep(infoHash, held, { limits })
      this.#tell({ type: 'limits-changed', scope, limits })
    })
  }

  /** Stops the peer, politely or as a crash would; its swarms can be come back to. */
  stop(abruptly: boolean): Promise<void> {
    return this.#serial.run(async () => {
      for (const [infoHash, held] of this.#held) {
        held.next = this.#partOf(infoHash, held)
        if (this.peer.paused.get(infoHash)?.failure) await closeContent(held)
      }
      await this.peer.stop(abruptly)
    })
  }

  /** Runs a stopped peer again, in its swarms as they were. Undefined when it ran already. */
  restart(): Promise<ListenResult | undefined> {
    return this.#serial.run(async () => {
      if (this.peer.running) return undefined
      const listening = await this.peer.runServer()
      this.peer.runTracker()
      for (const [infoHash, held] of [...this.#held]) {
        if (held.checking) this.#tellChecking(held)
        else this.#goOn(infoHash)
      }
      return listening
    })
  }

  /** Stops for good and closes its files. */
  async end(): Promise<void> {
    await this.stop(false)
    for (const held of this.#held.values()) await letGo(held)
    this.#held.clear()
  }

  /** What is worth saving: every swarm that is not in memory only. */
  saved(): SavedSwarm[] {
    return [...this.#held].flatMap(([infoHash, held]) => {
      const { place } = held.source
      if (!place) return []
      const { options, paused, servers } = this.#partOf(infoHash, held)
      const { limits = noLimits, unwanted = [] } = options
      const { choking = this.#world.config.choking, picking = this.#world.config.picking } = options
      return { infoHash, place, paused, unwanted, limits, choking, picking, members: servers.slice(0, maxSavedMembers) }
    })
  }

  #find(infoHash: InfoHash): Held {
    const held = this.#held.get(infoHash)
    if (!held) throw new CommandError('unknown-swarm', 'That peer is not in this swarm.')
    return held
  }

  #change(infoHash: InfoHash, change: (held: Held) => void): Promise<void> {
    return this.#serial.run(async () => {
      const held = this.#find(infoHash)
      if (!this.peer.running) throw new CommandError('not-running', 'That peer is stopped. Start it again first.')
      change(held)
    })
  }

  #keep(infoHash: InfoHash, held: Held, change: JoinOptions): void {
    if (held.next) held.next = { ...held.next, options: { ...held.next.options, ...change } }
    const paused = this.peer.paused.get(infoHash)
    if (paused) this.peer.paused.set(infoHash, { ...paused, options: { ...paused.options, ...change } })
  }

  #partOf(infoHash: InfoHash, held: Held): Part {
    if (held.next) return held.next
    const paused = this.peer.paused.get(infoHash)
    const { options, members } = this.peer.swarms.get(infoHash) ?? paused ?? { options: {}, members: [] }
    const known = serversOf(members)
    const servers = known.length > 0 ? known : held.servers
    return { options, paused: paused !== undefined && paused.failure === null, servers }
  }

  /** As `next` says: joins or rests with what is open; what is not open is checked first. */
  #goOn(infoHash: InfoHash): void {
    const held = this.#held.get(infoHash)
    if (!held?.next || held.checking || !this.peer.running) return
    const { content, next } = held
    if (!content) return void this.#check(infoHash, held, next)
    held.next = null
    held.servers = next.servers
    if (!next.paused) return void comeBack(this.peer, this.peer.join(content, next.options), next.servers)
    this.#rest(held, content, next.options, null)
  }

  #rest(held: Held, content: TorrentContent, options: JoinOptions, failure: string | null): void {
    const { infoHash } = held.source.metainfo
    this.peer.putAside({ content, members: [], options, failure })
    const { limits = noLimits, unwanted = content.unwanted } = options
    const { choking = this.#world.config.choking, picking = this.#world.config.picking } = options
    this.#tell({ type: 'limits-changed', scope: { kind: 'swarm', infoHash }, limits })
    this.#tell({ type: 'strategy-changed', infoHash, choking, picking })
    this.#tell({ type: 'files-chosen', infoHash, unwanted })
  }

  async #check(infoHash: InfoHash, held: Held, part: Part): Promise<void> {
    const checking = new AbortController()
    held.next = part
    held.checking = checking
    this.#tellChecking(held)
    const tell = this.#progressTeller(held)
    // What is being removed goes first: it may be the very files.
    await this.#serial.run(async () => undefined)
    const open = () => {
      const hashing = this.#open(held, checking.signal, tell)
      held.hashing = hashing
      return hashing
    }
    const isFresh = await held.source.isFresh().catch(() => false)
    const failure = await (isFresh ? open() : this.#hashing.run(open, held.source.metainfo.lengthBytes))
    await this.#serial.run(() => this.#checked(infoHash, held, checking, failure))
  }

  /** Answers why not, where it cannot be opened. */
  async #open(held: Held, signal: AbortSignal, tell: (checked: number) => void): Promise<string | null> {
    await closeContent(held)
    if (signal.aborted) return null
    try {
      held.content = await held.source.open({ unwanted: held.next?.options.unwanted ?? [], onChecked: tell, signal })
      return null
    } catch (error) {
      if (error instanceof CommandError || signal.aborted) return (error as Error).message
      throw error
    }
  }

  async #checked(infoHash: InfoHash, held: Held, checking: AbortController, failure: string | null): Promise<void> {
    if (checking.signal.aborted) return
    held.checking = null
    held.hashing = null
    if (failure === null) {
      // What is wanted may have changed while it was being checked.
      held.content?.chooseFiles(held.next?.options.unwanted ?? [])
      return this.#goOn(infoHash)
    }
    if (!held.next || !this.peer.running) return
    const { options, servers } = held.next
    held.next = null
    held.servers = servers
    this.#rest(held, await lostContent(held.source.metainfo), options, failure)
  }

  #tellChecking(held: Held): void {
    if (this.peer.running) this.#tell({ type: 'swarm-checking', torrent: summaryOf(held.source.metainfo) })
  }

  #progressTeller(held: Held): (checked: number) => void {
    const { infoHash } = held.source.metainfo
    let toldAtMs = this.#world.clock.nowMs()
    return (checked) => {
      const nowMs = this.#world.clock.nowMs()
      if (nowMs - toldAtMs < checkingGapMs || held.checking?.signal.aborted !== false || !this.peer.running) return
      toldAtMs = nowMs
      this.#tell({ type: 'check-progressed', infoHash, checked })
    }
  }

  #tell(fact: SwarmFact): void {
    this.#world.observe(this.peer.id, fact)
  }
}

/** Nothing uses its files any more. */
async function letGo(held: Held): Promise<void> {
  held.checking?.abort()
  await held.hashing
  await closeContent(held)
}

async function closeContent(held: Held): Promise<void> {
  await held.content?.close()
  held.content = null
}
