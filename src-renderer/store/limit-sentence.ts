import { formatRate } from '../../src-shared/byte-size.ts'
import type { Limits } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { peersInOrder } from './peers.ts'
import { counted } from './summary.ts'

const mostNamed = 3

/** That a swarm is slowed down on purpose, and that the demo's peers are real ones; null where nothing is slowed down. */
export function limitSentence(view: View, infoHash: InfoHash, { limits }: MembershipView): string | null {
  const limited = limitWords(limits)
  if (limited === null) return null
  const others = peersInOrder(view)
    .filter((peer) => peer.local && peer.running && peer.id !== view.me && peer.swarms[infoHash] !== undefined)
    .map(({ name }) => name)
  if (others.length === 0) return `${limited}.`
  const are = others.length === 1 ? 'is a real peer' : 'are real peers'
  return `${limited} so that a class can watch. ${named(others)} ${are} in this program, with sockets of their own.`
}

/** The course's rule with its numbers: `U(P) = 300 KiB/s over 2 files: 150 KiB/s each`; null while nothing is shared out. */
export function uploadShareWords({ limits, uploadShare }: PeerView): string | null {
  if (limits.upBytesPerSec === null || uploadShare === null) return null
  const { files, shareBytesPerSec } = uploadShare
  const each = files === 1 ? '' : `: ${formatRate(shareBytesPerSec)} each`
  return `U(P) = ${formatRate(limits.upBytesPerSec)} over ${counted(files, 'file')}${each}`
}

function limitWords({ upBytesPerSec, downBytesPerSec }: Limits): string | null {
  const up = upBytesPerSec === null ? [] : [`upload limited to ${formatRate(upBytesPerSec)}`]
  const down = downBytesPerSec === null ? [] : [`download limited to ${formatRate(downBytesPerSec)}`]
  const words = [...up, ...down].join(', ')
  return words === '' ? null : words.charAt(0).toUpperCase() + words.slice(1)
}

function named(names: readonly string[]): string {
  if (names.length > mostNamed) return `The ${names.length} others`
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
