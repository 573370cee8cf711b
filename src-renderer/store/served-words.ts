import type { TrackerView } from '../../src-shared/swarm/view.ts'
import { counted } from './summary.ts'

/** What a peer's own tracker answered in all of its swarms: `answered 3 announces by HTTP and 1 by UDP, refused 2 requests`. */
export function servedWords({ served: { http, udp, refused } }: Pick<TrackerView, 'served'>): string {
  if (http + udp + refused === 0) return 'Nobody has asked it by HTTP or UDP yet.'
  const turned = refused === 0 ? '' : `, refused ${counted(refused, 'request')}`
  return `It answered ${counted(http, 'announce')} by HTTP and ${udp.toLocaleString('en-US')} by UDP${turned}.`
}

/** How many peers a peer's own tracker lists: `4 members`, or `6 members in 2 swarms`, where who is in both counts twice. */
export function memberWords({ lists, members }: Pick<TrackerView, 'lists' | 'members'>): string {
  const swarms = Object.keys(lists).length
  return `${counted(members, 'member')}${swarms > 1 ? ` in ${swarms} swarms` : ''}`
}
