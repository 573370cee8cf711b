import { formatRate } from '../../src-shared/byte-size.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, View } from '../../src-shared/swarm/view.ts'
import { peersInOrder } from './peers.ts'

const mostNamed = 3

/** That uploading is slowed down on purpose, and that the demo's peers are real ones; null where nothing is slowed down. */
export function limitSentence(view: View, infoHash: InfoHash, membership: MembershipView): string | null {
  if (membership.upLimitBytesPerSec === null) return null
  const limited = `Upload limited to ${formatRate(membership.upLimitBytesPerSec)}`
  const others = peersInOrder(view)
    .filter((peer) => peer.local && peer.running && peer.id !== view.me && peer.swarms[infoHash] !== undefined)
    .map(({ name }) => name)
  if (others.length === 0) return `${limited}.`
  const are = others.length === 1 ? 'is a real peer' : 'are real peers'
  return `${limited} so that a class can watch. ${named(others)} ${are} in this program, with sockets of their own.`
}

function named(names: readonly string[]): string {
  if (names.length > mostNamed) return `The ${names.length} others`
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
