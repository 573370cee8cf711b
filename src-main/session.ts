import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { type Clock, systemClock } from './clock.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { emptySession, readSession, type SavedSession, writeSession } from './saved-session.ts'
import { writeWhole } from './write-whole.ts'

// A thousand swarms that come back one by one must not be written a thousand times.
const soonMs = 500

/**
 * What survives the program, in the data folder: session.json, and each swarm's .torrent as torrents/<info hash>.torrent.
 * Whenever the program dies, what is there is whole.
 */
export class Session {
  readonly #folder: string
  readonly #tell: (line: string) => void
  readonly #serial = new OneAtATime()
  #snapshot: (() => SavedSession) | undefined
  #waiting: Promise<void> | undefined
  #written = ''
  #told = false
  readonly #clock: Clock
  #isSoon = false

  /** `tell` gets a line for whoever looks at the terminal when something could not be read or written. */
  constructor(dataFolder: string, tell: (line: string) => void, clock: Clock = systemClock) {
    this.#folder = dataFolder
    this.#tell = tell
    this.#clock = clock
  }

  /** What was saved last. A spoilt file is kept as session.json.bad, and what is right in it counts. */
  async load(): Promise<SavedSession> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => error)
    if (text instanceof Error && text.code === 'ENOENT') return emptySession
    const { session, whole } = text instanceof Error ? { session: emptySession, whole: false } : readSession(text)
    if (!whole) await this.#keepSpoilt(text)
    return session
  }

  /** From now on `snapshot` says what is to be saved. */
  begin(snapshot: () => SavedSession): void {
    this.#snapshot = snapshot
  }

  /** Saves what is then the case; calls meanwhile join the one that waits. Never rejects: a full disk stops nobody. */
  save(): Promise<void> {
    this.#waiting ??= this.#serial.run(async () => {
      this.#waiting = undefined
      await this.#write()
    })
    return this.#waiting
  }

  /** Saves within half a second what nobody waits for. */
  saveSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#clock.after(soonMs, () => {
      this.#isSoon = false
      void this.save()
    })
  }

  /** The last word before the program ends: saves, and nothing after it. */
  async end(): Promise<void> {
    await this.save()
    this.#snapshot = undefined
  }

  /** Keeps the .torrent of a swarm; to be called before the swarm is saved. Never rejects. */
  keepTorrent(infoHash: InfoHash, torrent: Uint8Array): Promise<void> {
    return this.#serial.run(() =>
      this.#try(async () => {
        await mkdir(join(this.#folder, 'torrents'), { recursive: true })
        await writeWhole(this.#torrentPath(infoHash), torrent)
      }),
    )
  }

  /** The .torrent of a saved swarm; undefined when it is not there any more. */
  torrentOf(infoHash: InfoHash): Promise<Uint8Array | undefined> {
    return readFile(this.#torrentPath(infoHash)).catch(() => undefined)
  }

  /** Saves first, so that no saved swarm ever lacks its torrent, and forgets the torrent. */
  async forgetTorrent(infoHash: InfoHash): Promise<void> {
    await this.save()
    await this.#serial.run(() => this.#try(() => rm(this.#torrentPath(infoHash), { force: true })))
  }

  // What could be read stays until something is saved: the program may die before.
  async #keepSpoilt(text: string | NodeJS.ErrnoException): Promise<void> {
    const bad = `${this.#path}.bad`
    const keeping = text instanceof Error ? rename(this.#path, bad) : writeWhole(bad, text)
    await keeping.catch(() => undefined)
    const why = text instanceof Error ? `could not be read (${text.code})` : 'is spoilt'
    this.#tell(`${this.#path} ${why}; it is kept as ${bad}, and what could be read of it is used.`)
  }

  async #write(): Promise<void> {
    if (!this.#snapshot) return
    const text = writeSession(this.#snapshot())
    if (text === this.#written) return
    await this.#try(async () => {
      await writeWhole(this.#path, text)
      this.#written = text
    })
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // One line is enough for a disk that stays full.
      if (!this.#told) this.#tell(`The session could not be saved in ${this.#folder}: ${(error as Error).message}.`)
      this.#told = true
    }
  }

  get #path(): string {
    return join(this.#folder, 'session.json')
  }

  #torrentPath(infoHash: InfoHash): string {
    return join(this.#folder, 'torrents', `${infoHash}.torrent`)
  }
}
