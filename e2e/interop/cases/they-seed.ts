import type { InteropCase } from '../interop-case.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** They have it, we do not; we are told their address. */
export const theySeed: InteropCase = {
  id: 'they-seed',
  title: 'they seed to us',
  inShort: 'all',
  async play(stage, kind) {
    const torrent = await SharedTorrent.make(stage.folder, { name: 'theirs.bin', lengths: 4_000_003 })
    const seeder = await stage.theirs(kind, torrent, 'everything')
    const leecher = await stage.ours(torrent, 'nothing', { connect: [seeder] })
    await leecher.child.waitFor(/Complete: every piece is verified/)
    await stage.hasArrived(torrent, [leecher])
  },
}
