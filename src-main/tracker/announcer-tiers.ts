import type { TrackerTiers } from '../../src-shared/metainfo/tracker-url.ts'
import type { Random } from '../random.ts'
import { TrackerContact } from './announcer-contact.ts'

/**
 * The trackers of a torrent in the order in which they are tried (BEP 12): tier after tier, each shuffled once, so that the
 * load is spread; the one that answers comes first in its tier.
 */
export class ContactTiers {
  readonly #tiers: TrackerContact[][]

  /** The contacts that there were before go on. */
  constructor(tiers: TrackerTiers, random: Random, before: readonly TrackerContact[] = []) {
    const contactOf = (url: string) => before.find((contact) => contact.url === url) ?? new TrackerContact(url)
    this.#tiers = tiers.map((urls) => shuffled(urls.map(contactOf), random))
  }

  get contacts(): readonly TrackerContact[] {
    return this.#tiers.flat()
  }

  tierOf(contact: TrackerContact): number {
    return this.#tiers.findIndex((tier) => tier.includes(contact))
  }

  /** Those of the same tier that are tried after it. */
  after(contact: TrackerContact): readonly TrackerContact[] {
    const tier = this.#tiers[this.tierOf(contact)] ?? []
    return tier.slice(tier.indexOf(contact) + 1)
  }

  /** It answered. */
  promote(contact: TrackerContact): void {
    const tier = this.#tiers[this.tierOf(contact)]
    if (!tier) return
    tier.splice(tier.indexOf(contact), 1)
    tier.unshift(contact)
  }
}

function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const left = [...values]
  return values.flatMap(() => left.splice(random.below(left.length), 1))
}
