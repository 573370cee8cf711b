import { toHex } from '../swarm/hex.ts'
import type { Hex, InfoHash } from '../swarm/ids.ts'
import { type MseTools, swarmHash } from './mse.ts'

/** Tells which of our swarms an encrypted handshake names; works each swarm's hash out once, however many ask. */
export class MseSwarms {
  readonly #sha1: MseTools['sha1']
  readonly #known = new Set<InfoHash>()
  readonly #byHash = new Map<Hex, InfoHash>()

  constructor(sha1: MseTools['sha1']) {
    this.#sha1 = sha1
  }

  /** The swarm of that hash; one that is not among `ours` any more may be answered still. */
  find(hash: Uint8Array, ours: Iterable<InfoHash>): InfoHash | undefined {
    const hex = toHex(hash)
    if (!this.#byHash.has(hex)) for (const infoHash of ours) this.#learn(infoHash)
    return this.#byHash.get(hex)
  }

  #learn(infoHash: InfoHash): void {
    if (this.#known.has(infoHash)) return
    this.#known.add(infoHash)
    this.#byHash.set(toHex(swarmHash({ sha1: this.#sha1 }, infoHash)), infoHash)
  }
}
