import type { Role, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'

/** What completion needs of its swarm. */
export interface CompletionParts {
  readonly infoHash: InfoHash
  readonly content: TorrentContent
  readonly observe: (fact: SwarmFact) => void
  readonly onRole: () => void
  /** Everything that is wanted is here, or no longer is, because more is wanted. */
  readonly onComplete: (complete: boolean) => void
  readonly onFailed: (error: unknown) => void
}

/** How far we are in a swarm: the role that our pieces make, and whether all that is wanted is here and its files have their names. */
export class Completion {
  readonly #parts: CompletionParts
  #role: Role
  #wasComplete: boolean
  #isOver = false

  constructor(parts: CompletionParts) {
    this.#parts = parts
    this.#role = this.#roleNow
    this.#wasComplete = parts.content.complete
  }

  get role(): Role {
    return this.#role
  }

  /** One more piece is here. */
  verified(piece: number): void {
    const role = this.#roleNow
    if (role !== this.#role) {
      this.#role = role
      this.#parts.observe({ type: 'role-changed', infoHash: this.#parts.infoHash, role })
      this.#parts.onRole()
    }
    this.settle(piece)
  }

  /** Files that are complete now get their names; then all may be. */
  settle(piece?: number): void {
    this.#parts.content
      .settle(piece)
      .then(() => this.#settled())
      .catch((error) => this.#parts.onFailed(error))
  }

  /** We left: nothing is told any more. */
  stop(): void {
    this.#isOver = true
  }

  get #roleNow(): Role {
    const { have } = this.#parts.content
    return roleOf(have.size, have.count)
  }

  #settled(): void {
    const { infoHash, content, observe, onComplete } = this.#parts
    const { complete, savedAs } = content
    if (this.#isOver || complete === this.#wasComplete) return
    this.#wasComplete = complete
    if (complete) observe({ type: 'download-finished', infoHash, savedAs })
    onComplete(complete)
  }
}
