import type { PeerView } from '../../src-shared/swarm/view.ts'
import type { Screen } from '../screen.tsx'
import { isElsewhere } from '../store/saved-as.ts'
import { showSwarm } from '../store/screen-store.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'

/**
 * How a swarm can come back to the list after it was removed without its files, made before it goes: with the limits, the
 * strategy and the choice of files that it had, and paused if it was. Undefined when it cannot: what was in memory only is lost with it.
 */
export async function putBackOf(
  { bridge, run, store }: Pick<Screen, 'bridge' | 'run' | 'store'>,
  me: PeerView,
  status: SwarmStatus,
  dataFolder: string,
): Promise<(() => Promise<void>) | undefined> {
  const { infoHash, torrent, membership } = status
  const { savedAs } = membership
  if (savedAs === null || torrent === undefined) return undefined
  const show = async ({ ok }: { readonly ok: boolean }) => {
    if (!ok) return
    showSwarm(store, infoHash)
    await setAsBefore(run, me, status)
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

async function setAsBefore(run: Screen['run'], { id: peer }: PeerView, { infoHash, membership }: SwarmStatus) {
  const { limits, choking, picking, unwanted, state, failure } = membership
  const isLimited = limits.upBytesPerSec !== null || limits.downBytesPerSec !== null
  if (isLimited) await run('change-limits', { peer, scope: { kind: 'swarm', infoHash }, limits })
  await run('change-strategy', { peer, infoHash, choking, picking })
  if (unwanted.length > 0) await run('choose-files', { peer, infoHash, unwanted: [...unwanted] })
  if (state === 'paused' && failure === null) await run('pause-swarm', { peer, infoHash })
}
