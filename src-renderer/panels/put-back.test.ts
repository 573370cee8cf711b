import { describe, expect, it, vi } from 'vitest'
import type { Screen } from '../screen.tsx'
import { createScreenStore } from '../store/screen-store.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'
import { sampleInfoHash, sampleMembership, sampleTorrent } from '../testing/sample-view.ts'
import { putBackOf } from './put-back.ts'

function statusOf(savedAs: string | null): SwarmStatus {
  const membership = { ...sampleMembership(3), savedAs }
  return { infoHash: sampleInfoHash, torrent: sampleTorrent, membership } as SwarmStatus
}

function screen(torrentIsThere = true) {
  const store = createScreenStore()
  const read = torrentIsThere ? { ok: true, value: { base64: 'ZA==', fileName: 'x.torrent' } } : { ok: false }
  const run = vi.fn(async () => ({ ok: true, value: { infoHash: sampleInfoHash } }))
  const parts = { store, run, bridge: { run: vi.fn(async () => read) } } as unknown as Screen
  return { store, run, parts }
}

describe('a swarm that was removed without its files', () => {
  it('is taken up where the download was left', async () => {
    const { store, run, parts } = screen()
    const putBack = await putBackOf(parts, statusOf('/data/downloads/x.bin'), '/data')
    expect(run).not.toHaveBeenCalled()
    await putBack?.()
    expect(run).toHaveBeenCalledExactlyOnceWith('open-torrent', { base64: 'ZA==' })
    expect(store.getState().pointedSwarms).toEqual([sampleInfoHash])
  })

  it('is shared again from its own place, as the same torrent', async () => {
    const { run, parts } = screen()
    const { pieceLengthBytes, isPrivate } = sampleTorrent
    for (const path of ['/home/ada/x.bin', '/data/shared/x.bin'])
      await (await putBackOf(parts, statusOf(path), '/data'))?.()
    expect(run.mock.calls).toEqual([
      ['share-file', { path: '/home/ada/x.bin', pieceLengthBytes, isPrivate }],
      ['share-file', { path: '/data/shared/x.bin', pieceLengthBytes, isPrivate }],
    ])
  })

  it('cannot come back when it was in memory only, or its torrent cannot be read', async () => {
    expect(await putBackOf(screen().parts, statusOf(null), '/data')).toBeUndefined()
    expect(await putBackOf(screen(false).parts, statusOf('/data/downloads/x.bin'), '/data')).toBeUndefined()
  })
})
