import type { InteropCase } from '../interop-case.ts'
import { noteOf } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'

/** Nobody is told an address: the torrent names our own server as its tracker. */
export const httpTrackerOnly = trackerOnly('http')
/** The same, over UDP (BEP 15). */
export const udpTrackerOnly = trackerOnly('udp')

function trackerOnly(scheme: 'http' | 'udp'): InteropCase {
  return {
    id: `${scheme}-tracker`,
    title: `over our ${scheme.toUpperCase()} tracker only`,
    inShort: scheme === 'http' ? 'all' : ['libtorrent', 'aria2'],
    async play(stage, kind) {
      const [seederPort, leecherPort] = [stage.takePort(), stage.takePort()]
      const make = (name: string, port: number) =>
        SharedTorrent.make(stage.folder, {
          name,
          lengths: 2_000_003,
          trackers: [`${scheme}://127.0.0.1:${port}/announce`],
        })
      const [fromUs, fromThem] = [await make('from-us.bin', seederPort), await make('from-them.bin', leecherPort)]
      await stage.ours(fromUs, 'everything', { port: seederPort })
      const ourLeecher = await stage.ours(fromThem, 'nothing', { port: leecherPort })
      const options = { udpTrackers: scheme === 'udp' }
      const [theirLeecher] = await Promise.all([
        stage.theirs(kind, fromUs, 'nothing', options),
        stage.theirs(kind, fromThem, 'everything', options),
      ])
      await Promise.all([stage.hasArrived(fromUs, [theirLeecher]), stage.hasArrived(fromThem, [ourLeecher])])
      return kind.dialsLoopback
        ? undefined
        : noteOf(
            `${kind.name} dials no 127.0.0.1 that a tracker names (net.c, isMartianAddr), so we dial it: it announced itself.`,
          )
    },
  }
}
