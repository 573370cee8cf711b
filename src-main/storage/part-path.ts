import type { InfoHash } from '../../src-shared/swarm/ids.ts'

/** The temporary name of a download beside its final one; the info hash in it keeps torrents of the same name apart. */
export function partPath(path: string, infoHash: InfoHash): string {
  return `${path}.${infoHash.slice(0, 8)}.part`
}

/** Whether a name has the form of a temporary one. */
export function looksLikePart(name: string): boolean {
  return /\.[0-9a-f]{8}\.part$/i.test(name)
}
