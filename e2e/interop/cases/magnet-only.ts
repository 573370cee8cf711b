import type { InteropCase } from '../interop-case.ts'
import { noteOf } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** Who lacks the file has nothing but its magnet link: the torrent itself comes from the other side (BEP 9). */
export const magnetOnly: InteropCase = {
  id: 'magnet',
  title: 'magnet link only',
  inShort: ['libtorrent', 'aria2'],
  async play(stage, kind) {
    const make = (name: string) => SharedTorrent.make(stage.folder, { name, lengths: 2_000_003 })
    const [fromUs, fromThem] = [await make('from-us.bin'), await make('from-them.bin')]
    const theirSeeder = await stage.theirs(kind, fromThem, 'everything')
    const ourLeecher = await stage.ours(fromThem, 'nothing', { magnet: fromThem.magnet([theirSeeder]) })
    const theirLeecher = await (kind.dialsMagnetPeers ? whoDialsUs() : whomWeDial())
    await Promise.all([stage.hasArrived(fromUs, [theirLeecher]), stage.hasArrived(fromThem, [ourLeecher])])
    return kind.dialsMagnetPeers
      ? undefined
      : noteOf(`${kind.name} ignores the peers that a link names (x.pe), so we dial it.`)

    async function whoDialsUs() {
      const ourSeeder = await stage.ours(fromUs, 'everything')
      return stage.theirs(kind, fromUs, 'nothing', { torrents: [{ source: fromUs.magnet([ourSeeder]) }] })
    }

    async function whomWeDial() {
      const leecher = await stage.theirs(kind, fromUs, 'nothing', { torrents: [{ source: fromUs.magnet() }] })
      await stage.ours(fromUs, 'everything', { connect: [leecher] })
      return leecher
    }
  },
}
