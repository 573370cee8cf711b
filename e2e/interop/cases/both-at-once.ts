import { expect } from '@playwright/test'
import type { InteropCase } from '../interop-case.ts'
import { SharedTorrent } from '../shared-torrent.ts'
import { ownAddress } from '../stage.ts'

const each = 3

/**
 * Three of theirs and three of ours, all six in both of two swarms: one is seeded by one of theirs, the other by one of ours, so
 * that everybody downloads and uploads at once, and nobody has the same role in both.
 */
export const bothAtOnce: InteropCase = {
  id: 'both',
  title: 'both at once, 3 of theirs and 3 of ours',
  inShort: ['Transmission', 'libtorrent'],
  async play(stage, kind) {
    const fromThem = await SharedTorrent.make(stage.folder, { name: 'from-them.bin', lengths: 2_000_003 })
    const fromUs = await SharedTorrent.make(stage.folder, { name: 'from-us.bin', lengths: 2_000_003 })
    const torrents = [{ source: fromThem.path }, { source: fromUs.path }]
    const theirs = await Promise.all(
      Array.from({ length: each }, (_, number) =>
        stage.theirs(kind, fromThem, number === 0 ? 'everything' : 'nothing', { torrents }),
      ),
    )
    const ours = []
    for (let number = 0; number < each; number++) {
      // Each at an address of its own, as some take one connection from an address.
      const host = ownAddress(2 + number)
      const peer = await stage.oursInside([fromThem, fromUs], number === 0 ? fromUs : null, { host })
      const others = [...theirs, ...ours].map(({ address }) => address)
      for (const { infoHash } of peer.swarms) await peer.peer.connect(others, infoHash)
      ours.push(peer)
    }
    for (const torrent of [fromThem, fromUs]) await stage.hasArrived(torrent, [...theirs, ...ours])
    for (const { swarms } of ours) expect(swarms.map(({ role }) => role)).toEqual(['seeder', 'seeder'])
  },
}
