// The URLs of trackers, and their tiers (BEP 12).

import { cleanText } from '../clean-text.ts'
import type { Address } from '../swarm/ids.ts'

/** Trackers in tiers (BEP 12): those of a tier are equals, and the next tier is for when all of them fail. */
export type TrackerTiers = readonly (readonly string[])[]

/** The most trackers of one torrent that are looked at. */
export const maxTrackers = 20

const maxLength = 2048
const trackerForm = /^(?:https?|udp):\/\/[^\s/?#]\S*$/i

/** Whether it is the URL of a tracker, http, https or udp, of at most 2048 characters that are fit to be shown. */
export function isTrackerUrl(url: string): boolean {
  return trackerForm.test(url) && cleanText(url, maxLength) === url
}

/** The announce URL of the tracker of the peer that listens at this address. */
export function announceUrlOf(address: Address): string {
  return `http://${address}/announce`
}

/** Each tracker in a tier of its own, as those of a magnet link are. */
export function oneATier(urls: readonly string[]): TrackerTiers {
  return urls.map((url) => [url])
}

/** The first 20 trackers, each once, without what is no tracker's URL; empty tiers are left out. */
export function usableTiers(tiers: TrackerTiers): TrackerTiers {
  const taken = new Set<string>()
  const take = (url: string) => {
    if (taken.size >= maxTrackers || taken.has(url) || !isTrackerUrl(url)) return false
    taken.add(url)
    return true
  }
  return tiers.map((tier) => tier.filter(take)).filter((tier) => tier.length > 0)
}
