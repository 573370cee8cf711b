import type { InteropCase } from '../interop-case.ts'
import { lan } from '../lan.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** Nobody is told an address: each finds the other by what it says to its network (BEP 14). */
export const localDiscovery: InteropCase = {
  id: 'discovery',
  title: 'local discovery',
  inShort: ['Transmission', 'libtorrent', 'aria2'],
  needsLan: true,
  async play(stage, kind) {
    if (!lan) throw new Error('there is no network of its own')
    const make = (name: string) => SharedTorrent.make(stage.folder, { name, lengths: 2_000_003 })
    const [fromUs, fromThem] = [await make('from-us.bin'), await make('from-them.bin')]
    await stage.ours(fromUs, 'everything', { host: lan.ours, localDiscovery: true })
    const options = { host: lan.theirs, localDiscovery: true }
    const [theirLeecher] = await Promise.all([
      stage.theirs(kind, fromUs, 'nothing', options),
      stage.theirs(kind, fromThem, 'everything', options),
    ])
    const ourLeecher = await stage.ours(fromThem, 'nothing', { host: lan.ours, localDiscovery: true })
    await Promise.all([stage.hasArrived(fromUs, [theirLeecher]), stage.hasArrived(fromThem, [ourLeecher])])
  },
}
