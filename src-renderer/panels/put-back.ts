import type { Screen } from '../screen.tsx'
import { isElsewhere } from '../store/saved-as.ts'
import { showSwarm } from '../store/screen-store.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'

/**
 * How a swarm can come back to the list after it was removed without its files, made before it goes. Undefined when it
 * cannot: what was in memory only is lost with it.
 */
export async function putBackOf(
  { bridge, run, store }: Pick<Screen, 'bridge' | 'run' | 'store'>,
  { infoHash, torrent, membership }: SwarmStatus,
  dataFolder: string,
): Promise<(() => Promise<void>) | undefined> {
  const { savedAs } = membership
  if (savedAs === null || torrent === undefined) return undefined
  const show = (result: { readonly ok: boolean }) => {
    if (result.ok) showSwarm(store, infoHash)
  }
  // Shared from its own place: it is shared from there again. What was downloaded is taken up where it was left.
  if (isElsewhere(`${dataFolder}/downloads`, savedAs)) {
    const { pieceLengthBytes, isPrivate } = torrent
    return async () => show(await run('share-file', { path: savedAs, pieceLengthBytes, isPrivate }))
  }
  const read = await bridge.run('read-torrent', { infoHash })
  if (!read.ok) return undefined
  return async () => show(await run('open-torrent', { base64: read.value.base64 }))
}
