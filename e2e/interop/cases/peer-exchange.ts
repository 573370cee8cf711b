import { unlimited } from '../../clients/our-peer.ts'
import type { RealClientKind } from '../../clients/real-client.ts'
import type { InteropCase } from '../interop-case.ts'
import { lan } from '../lan.ts'
import { noteOf } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'
import { ownAddress, type Stage } from '../stage.ts'

const lengths = 4_000_003
// At this rate it would last three minutes: somebody still wants something, and nobody has left, when the exchange comes.
const slow = { upBytesPerSec: 24 * 1024, downBytesPerSec: 24 * 1024 }

/** They tell one of ours of another of ours, and we tell one of theirs of another of theirs (BEP 11). */
export const peerExchange: InteropCase = {
  id: 'exchange',
  title: 'peer exchange',
  inShort: ['WebTorrent'],
  // Once in 60 to 90 seconds, as they are.
  timeoutMs: 150_000,
  async play(stage, kind) {
    const { tellsNobody } = kind
    const notes = await Promise.all([tellsNobody ? tellsNobody() : theyTell(stage, kind), weTell(stage, kind)])
    return noteOf(...notes)
  },
}

// Each of ours at an address of its own, as some take one connection from an address.
async function theyTell(stage: Stage, kind: RealClientKind): Promise<undefined> {
  const torrent = await SharedTorrent.make(stage.folder, { name: 'they-tell.bin', lengths })
  const between = await stage.theirs(kind, torrent, 'nothing', { peerExchange: true })
  const seeder = await stage.oursInside([torrent], torrent, { host: ownAddress(2), limits: slow })
  await seeder.peer.connect([between.address])
  const leecher = await stage.ours(torrent, 'nothing', { host: ownAddress(3), connect: [between] })
  await leecher.child.waitFor(new RegExp(`connected to peer ${seeder.address}`))
  seeder.peer.controls.setLimits({ kind: 'peer' }, unlimited)
  await stage.hasArrived(torrent, [leecher, between])
}

async function weTell(stage: Stage, kind: RealClientKind): Promise<string | undefined> {
  if (!kind.dialsLoopback && !lan)
    return `That we tell ${kind.name} was left out: it takes an address that is not 127.0.0.1.`
  const { theirs, ours } = kind.dialsLoopback || !lan ? { theirs: '127.0.0.1', ours: ownAddress(4) } : lan
  const torrent = await SharedTorrent.make(stage.folder, { name: 'we-tell.bin', lengths })
  const seeder = await stage.theirs(kind, torrent, 'everything', { host: theirs, peerExchange: true, tcpOnly: true })
  const between = await stage.oursInside([torrent], null, { host: ours, limits: slow })
  const leecher = await stage.theirs(kind, torrent, 'nothing', { host: theirs, peerExchange: true, tcpOnly: true })
  await between.peer.connect([seeder.address, leecher.address])
  await stage.hasArrived(torrent, [leecher])
  between.peer.controls.setLimits({ kind: 'peer' }, unlimited)
  await stage.hasArrived(torrent, [between])
  return undefined
}
