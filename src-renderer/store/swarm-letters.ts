import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { swarmName } from './swarm-name.ts'

const noLetters: ReadonlyMap<InfoHash, string> = new Map()
const kept = new WeakMap<View['torrents'], ReadonlyMap<InfoHash, string>>()

/** A letter for each swarm, A for the first torrent that came, to tell them apart where names find no room; none for a single one. */
export function swarmLetters({ torrents }: Pick<View, 'torrents'>): ReadonlyMap<InfoHash, string> {
  const known = kept.get(torrents)
  if (known !== undefined) return known
  const swarms = Object.values<TorrentSummary>(torrents).map(({ infoHash }) => infoHash)
  const letters = swarms.length < 2 ? noLetters : new Map(swarms.map((swarm, index) => [swarm, letterAt(index)]))
  kept.set(torrents, letters)
  return letters
}

/** `A` to `Z`, then `A2` and so on. */
function letterAt(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26))
  const round = Math.floor(index / 26)
  return round === 0 ? letter : `${letter}${round + 1}`
}

/** What to call a swarm among several: `B · slides.pdf`; its name alone where it is the only one. */
export function swarmTitle(view: View, swarm: InfoHash): string {
  const letter = swarmLetters(view).get(swarm)
  return letter === undefined ? swarmName(view, swarm) : `${letter} · ${swarmName(view, swarm)}`
}
