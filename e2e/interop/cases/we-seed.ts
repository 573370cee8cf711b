import type { InteropCase } from '../interop-case.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** We have it, they do not; we dial them, as some clients never dial over TCP. */
export const weSeed: InteropCase = {
  id: 'we-seed',
  title: 'we seed to them',
  inShort: 'all',
  async play(stage, kind) {
    const torrent = await SharedTorrent.make(stage.folder, { name: 'ours.bin', lengths: 4_000_003 })
    const leecher = await stage.theirs(kind, torrent, 'nothing')
    await stage.ours(torrent, 'everything', { connect: [leecher] })
    await stage.hasArrived(torrent, [leecher])
  },
}
