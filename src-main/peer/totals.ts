import type { Link } from './link.ts'

/** Payload bytes that went over the links of a swarm since it was joined, those over links that are gone included. */
export class Totals {
  readonly #links: ReadonlySet<Link>
  #uploadedBefore = 0
  #downloadedBefore = 0

  constructor(links: ReadonlySet<Link>) {
    this.#links = links
  }

  /** A link is not in the set any more. */
  gone({ up, down }: Link): void {
    this.#uploadedBefore += up.total
    this.#downloadedBefore += down.total
  }

  get now(): { readonly uploadedBytes: number; readonly downloadedBytes: number } {
    let uploadedBytes = this.#uploadedBefore
    let downloadedBytes = this.#downloadedBefore
    for (const { up, down } of this.#links) {
      uploadedBytes += up.total
      downloadedBytes += down.total
    }
    return { uploadedBytes, downloadedBytes }
  }
}
