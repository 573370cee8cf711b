// What it costs to choose the next piece, with 200 peers and ever more pieces, beside a scan of all pieces for each choice. It
// says the microseconds of each step at each size: each the lowest of three rounds.

import { Download, type Source } from '../../src-main/peer/core/download.ts'
import { type Random, seededRandom } from '../../src-main/random.ts'
import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'

const peers = 200
const sizes = [1_000, 10_000, 50_000]
const scans = 2_000
const rounds = 3
const noBytes = new Uint8Array(0)

/** A seeder, and leechers that have half of the older half of the pieces: the rest is rare and only at the seeder. */
function swarmOf(pieces: number, random: Random): Source[] {
  return Array.from({ length: peers }, (_, peer) => {
    const remotePieces = peer === 0 ? Bitfield.full(pieces) : Bitfield.empty(pieces)
    for (let piece = 0; peer > 0 && piece < pieces / 2; piece++) if (random.below(2) === 0) remotePieces.set(piece)
    return { remoteId: `peer-${peer}` as PeerId, remotePieces }
  })
}

/** Adds up the time that its work takes. */
class Stopwatch {
  #ms = 0
  #times = 0

  time<T>(work: () => T): T {
    const from = performance.now()
    const result = work()
    this.#ms += performance.now() - from
    this.#times++
    return result
  }

  /** Microseconds; the stopwatch itself costs a tenth of one. */
  get each(): number {
    return (this.#ms * 1_000) / this.#times
  }
}

/** Whole downloads, each from the first piece to the last, together as many pieces at every size. */
function wholeDownloads(pieces: number): Record<string, number> {
  const watches = {
    next: new Stopwatch(),
    remoteHas: new Stopwatch(),
    wants: new Stopwatch(),
    verified: new Stopwatch(),
  }
  for (let done = 0; done < Math.max(...sizes); done += pieces) wholeDownload(pieces, seededRandom(done), watches)
  return Object.fromEntries(Object.entries(watches).map(([name, watch]) => [`${name}()`, watch.each]))
}

type Watched = 'next' | 'remoteHas' | 'wants' | 'verified'

/** One download, in pieces of one block, while the other peers get pieces too. */
function wholeDownload(pieces: number, random: Random, watches: Record<Watched, Stopwatch>): void {
  const links = swarmOf(pieces, random)
  const have = Bitfield.empty(pieces)
  const download = new Download<Source>({ have, lengthOf: () => blockLength, random })
  for (const link of links) download.opened(link)
  while (!download.complete) {
    const link = links[random.below(peers)]
    if (!link) continue
    const piece = random.below(pieces)
    if (!link.remotePieces.has(piece)) {
      link.remotePieces.set(piece)
      watches.remoteHas.time(() => download.remoteHas(link, [piece]))
    }
    if (!watches.wants.time(() => download.wants(link))) continue
    const request = watches.next.time(() => download.next(link))
    if (!request) continue
    download.arrived(link, request.piece, request.begin)
    watches.verified.time(() => download.verified(request.piece, noBytes))
  }
}

/** The rule as it reads: look at every piece, for every choice. */
function scanOf(pieces: number): number {
  const random = seededRandom(1)
  const links = swarmOf(pieces, random)
  const availability = new Uint32Array(pieces)
  for (const link of links) {
    for (const piece of link.remotePieces.indices()) availability[piece] = (availability[piece] ?? 0) + 1
  }
  const scan = new Stopwatch()
  for (let i = 0; i < scans; i++) {
    const link = links[random.below(peers)]
    if (link) scan.time(() => rarestByScan(link.remotePieces, availability, random))
  }
  return scan.each
}

function rarestByScan(has: Bitfield, availability: Uint32Array, random: Random): number | undefined {
  let best: number | undefined
  let lowest = Number.POSITIVE_INFINITY
  let ties = 0
  for (let piece = 0; piece < availability.length; piece++) {
    const count = availability[piece] ?? 0
    if (count > lowest || !has.has(piece)) continue
    ties = count < lowest ? 1 : ties + 1
    lowest = count
    if (random.below(ties) === 0) best = piece
  }
  return best
}

function measure(pieces: number): Record<string, number> {
  return { ...wholeDownloads(pieces), 'scan of all': scanOf(pieces) }
}

// The first round only warms the compiler up.
measure(10_000)
const runs = Array.from({ length: rounds }, () => sizes.map(measure))
process.send?.(
  sizes.map((pieces, size) => {
    const all = runs.map((run) => run[size] ?? {})
    const lowest = (name: string) => Math.min(...all.map((one) => one[name] ?? Number.POSITIVE_INFINITY))
    return { pieces, microseconds: Object.fromEntries(Object.keys(all[0] ?? {}).map((name) => [name, lowest(name)])) }
  }),
)
