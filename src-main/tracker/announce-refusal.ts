/**
 * Why an announce is not taken: the tracker does not serve this torrent; its own peer has paused it; it is private and names
 * other trackers; the swarm is full; or a peer at another address has this peer id.
 */
export type AnnounceRefusal = 'unknown' | 'paused' | 'private' | 'full' | 'taken'

/** Each as one sentence that a person can act on: clients show it as it is. */
export const refusalSentences: Readonly<Record<AnnounceRefusal, string>> = {
  unknown:
    'This tracker serves only the torrents of its own peer, and this is none of them: join it there first, in Swarmscope.',
  paused: "This torrent is paused at the tracker's own peer, and not served meanwhile: resume it there, in Swarmscope.",
  private:
    'This torrent is private, so only the trackers that it names may tell its peers of one another: this is none of them.',
  full: 'This swarm has as many members as this tracker takes in (100,000 at most): try again in some minutes.',
  taken: 'Another peer, at another address, has your peer id: restart your client, so that it takes another one.',
}
