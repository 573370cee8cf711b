import type { TrackerTiers } from '../../src-shared/metainfo/tracker-url.ts'
import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { mayBeServerFor } from '../peer/listed-addresses.ts'

/** Whether two announce URLs lead to the same port of the same host: one port serves trackers of every kind. */
export function isSamePlace(urlA: string, urlB: string): boolean {
  const place = placeOf(urlA)
  return place !== undefined && place === placeOf(urlB)
}

/** Whether our own tracker may tell a torrent's peers of one another: whoever made a private one has chosen who may (BEP 27). */
export function mayTellPeers(
  { isPrivate, trackers }: { readonly isPrivate: boolean; readonly trackers: TrackerTiers },
  ownUrl: string | null,
): boolean {
  const isOwn = (url: string) => ownUrl !== null && isSamePlace(url, ownUrl)
  return !isPrivate || trackers.length === 0 || trackers.flat().some(isOwn)
}

/** Of the addresses that the tracker of a URL told, those that lead somewhere, and not to the peer whose own URL this is. */
export function usablePeers(addresses: readonly Address[], url: string, ownUrl: string | null): Address[] {
  const host = parsed(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  const teller = host === 'localhost' ? '127.0.0.1' : host
  const self = ownUrl === null ? undefined : placeOf(ownUrl)
  return addresses.filter((address) => address !== self && mayBeServerFor(teller, endpointOf(address)))
}

function placeOf(url: string): string | undefined {
  const { protocol, hostname, port } = parsed(url) ?? {}
  return hostname === undefined ? undefined : `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    // It is in a torrent; asked, it is refused with a sentence.
    return undefined
  }
}
