/** What the tracker answered: announces by HTTP and by UDP, and requests that it refused. */
export interface ServedCounts {
  readonly http: number
  readonly udp: number
  readonly refused: number
}

/** Counts what is served, for whoever asks now and then. */
export class Served {
  http = 0
  udp = 0
  refused = 0

  /** What was served since the last call. */
  take(): ServedCounts {
    const { http, udp, refused } = this
    this.http = 0
    this.udp = 0
    this.refused = 0
    return { http, udp, refused }
  }
}
