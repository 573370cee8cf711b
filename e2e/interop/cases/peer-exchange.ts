import type { InteropCase } from '../interop-case.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** Two of ours know nobody but the one of theirs, which tells one of them of the other (BEP 11). */
export const peerExchange: InteropCase = {
  id: 'exchange',
  title: 'peer exchange',
  async play(stage, kind) {
    const torrent = await SharedTorrent.make(stage.folder, { name: 'exchanged.bin', lengths: 4_000_003 })
    const between = await stage.theirs(kind, torrent, 'nothing', { peerExchange: true })
    // Slow enough that it still lasts when the first exchange is due.
    const seeder = await stage.ours(torrent, 'everything', { connect: [between], args: ['--up', '200KiB'] })
    await seeder.child.waitFor(new RegExp(`connected to peer ${between.address}`))
    const leecher = await stage.ours(torrent, 'nothing', { connect: [between] })
    await leecher.child.waitFor(new RegExp(`connected to peer ${seeder.address}`))
    await stage.hasArrived(torrent, [leecher, between])
  },
}
