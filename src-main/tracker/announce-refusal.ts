/**
 * Why an announce is not taken: the tracker does not serve this torrent; the swarm is full; or a peer at another address has
 * this peer id.
 */
export type AnnounceRefusal = 'unknown' | 'full' | 'taken'

/** Each as one sentence that a person can act on: clients show it as it is. */
export const refusalSentences: Readonly<Record<AnnounceRefusal, string>> = {
  unknown:
    'This tracker serves only the torrents of its own peer, and this is none of them: join it there first, in Swarmscope.',
  full: 'This swarm has as many members as this tracker takes in (100,000 at most): try again in some minutes.',
  taken: 'Another peer, at another address, has your peer id: restart your client, so that it takes another one.',
}
