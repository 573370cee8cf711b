import { formatRate } from '../../src-shared/byte-size.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, isStopped } from './peers.ts'
import { totalBytesPerSec } from './rates.ts'
import { valuesOf } from './values.ts'

/** What is on screen in a line: `4 peers · 1 seeder · 612 KiB/s`. */
export function summaryLine(view: View): string {
  const { peers, seeders } = runningCounts(view)
  return [counted(peers, 'peer'), counted(seeders, 'seeder'), formatRate(totalBytesPerSec(view))].join(' · ')
}

/** How many peers run, and how many of them seed: each by its part in one swarm, its current one (or viewOfSwarm). */
export function runningCounts(view: View): { readonly peers: number; readonly seeders: number } {
  const running = valuesOf<PeerView>(view.peers).filter((peer) => !isStopped(peer))
  return { peers: running.length, seeders: running.filter(seeds).length }
}

function seeds(peer: PeerView): boolean {
  const membership = currentSwarmOf(peer)?.membership
  return membership?.role === 'seeder' && membership.state === 'active'
}

/** `1 peer`, `2 peers`, `10,000 pieces`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
