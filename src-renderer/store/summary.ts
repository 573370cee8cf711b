import { formatRate } from '../../src-shared/byte-size.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { isStopped, swarmsOf } from './peers.ts'
import { totalBytesPerSec } from './rates.ts'

/** The swarm in a line: `4 peers · 1 seeder · 612 KiB/s`. */
export function summaryLine(view: View): string {
  const peers = Object.values<PeerView>(view.peers).filter((peer) => !isStopped(peer))
  const seeders = peers.filter((peer) => swarmsOf(peer).some(({ membership }) => membership.role === 'seeder'))
  return [counted(peers.length, 'peer'), counted(seeders.length, 'seeder'), formatRate(totalBytesPerSec(view))].join(
    ' · ',
  )
}

/** `1 peer`, `2 peers`, `10,000 pieces`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
