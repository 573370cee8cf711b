import { expect } from '@playwright/test'
import type { InteropCase } from '../interop-case.ts'
import { noteOf } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'

// The middle one shares a piece with each of its neighbours.
const lengths = [300_000, 700_001, 200_000]
const choice = { wanted: [0, 2], unwanted: [1] }

/** A folder of three files, of which the middle one is not wanted; each way, and with the fast extension (BEP 6) where they have it. */
export const aPartOfAFolder: InteropCase = {
  id: 'part',
  title: 'a part of a folder',
  inShort: ['libtorrent'],
  async play(stage, kind) {
    const make = (name: string) => SharedTorrent.make(stage.folder, { name, lengths })
    const [fromUs, fromThem] = [await make('from-us'), await make('from-them')]
    const theirLeecher = await stage.theirs(kind, fromUs, 'nothing', { torrents: [{ source: fromUs.path, choice }] })
    await stage.ours(fromUs, 'everything', { connect: [theirLeecher] })
    const theirSeeder = await stage.theirs(kind, fromThem, 'everything')
    const ourLeecher = await stage.oursInside([fromThem], null, { unwanted: choice.unwanted })
    const [dialled] = await ourLeecher.peer.connect([theirSeeder.address])
    expect(dialled).toMatchObject({ ok: true })
    for (const [torrent, { folder }] of [
      [fromUs, theirLeecher],
      [fromThem, ourLeecher],
    ] as const) {
      await stage.hasArrived(torrent, [{ folder }], choice.wanted)
      expect(await torrent.isIn(folder, choice.unwanted)).toBe(false)
    }
    const [swarm] = ourLeecher.swarms
    expect(swarm?.role).toBe('peer')
    return ourLeecher.heard.has('have-all')
      ? undefined
      : noteOf(`${kind.name} says what it has with a bitfield alone (BEP 3).`)
  },
}
