import { describe, expect, it, vi } from 'vitest'
import type { Screen } from '../screen.tsx'
import { createScreenStore } from '../store/screen-store.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'
import { sampleInfoHash, sampleMembership, samplePeer, sampleTorrent } from '../testing/sample-view.ts'
import { putBackOf } from './put-back.ts'

const me = samplePeer(1, 3)
const { choking, picking } = sampleMembership(3)
const strategy = ['change-strategy', { peer: me.id, infoHash: sampleInfoHash, choking, picking }]

function statusOf(savedAs: string | null, changes: Partial<SwarmStatus['membership']> = {}): SwarmStatus {
  const membership = { ...sampleMembership(3), savedAs, ...changes }
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
    const putBack = await putBackOf(parts, me, statusOf('/data/downloads/x.bin'), '/data')
    expect(run).not.toHaveBeenCalled()
    await putBack?.()
    expect(run.mock.calls).toEqual([['open-torrent', { base64: 'ZA==' }], strategy])
    expect(store.getState().pointedSwarms).toEqual([sampleInfoHash])
  })

  it('is shared again from its own place, as the same torrent', async () => {
    const { run, parts } = screen()
    const { pieceLengthBytes, isPrivate } = sampleTorrent
    for (const path of ['/home/ada/x.bin', '/data/shared/x.bin'])
      await (await putBackOf(parts, me, statusOf(path), '/data'))?.()
    expect(run.mock.calls).toEqual([
      ['share-file', { path: '/home/ada/x.bin', pieceLengthBytes, isPrivate }],
      strategy,
      ['share-file', { path: '/data/shared/x.bin', pieceLengthBytes, isPrivate }],
      strategy,
    ])
  })

  it('has its limits, its choice of files and its rest again', async () => {
    const { run, parts } = screen()
    const limits = { upBytesPerSec: 2048, downBytesPerSec: null }
    const status = statusOf('/data/downloads/x.bin', { limits, unwanted: [1], state: 'paused' })
    await (await putBackOf(parts, me, status, '/data'))?.()
    const at = { peer: me.id, infoHash: sampleInfoHash }
    expect(run.mock.calls.slice(1)).toEqual([
      ['change-limits', { peer: me.id, scope: { kind: 'swarm', infoHash: sampleInfoHash }, limits }],
      strategy,
      ['choose-files', { ...at, unwanted: [1] }],
      ['pause-swarm', at],
    ])
  })

  it('cannot come back when it was in memory only, or its torrent cannot be read', async () => {
    expect(await putBackOf(screen().parts, me, statusOf(null), '/data')).toBeUndefined()
    expect(await putBackOf(screen(false).parts, me, statusOf('/data/downloads/x.bin'), '/data')).toBeUndefined()
  })
})
