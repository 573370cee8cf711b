import { expect } from '@playwright/test'
import type { RealClientKind } from '../../clients/real-client.ts'
import type { InteropCase } from '../interop-case.ts'
import { lan } from '../lan.ts'
import { startOneAnswerTracker } from '../one-answer-tracker.ts'
import { noteOf } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'
import type { Stage } from '../stage.ts'
import { startTappedWay, type TappedWay } from '../tapped-way.ts'
import { encryptionIsBroken } from './encryption-is-broken.ts'

const lengths = 2_000_003

/** They speak with nobody who does not encrypt (MSE): we dial one of them, and another dials us. */
export const encryptionRequired: InteropCase = {
  id: 'encryption',
  title: 'encryption required',
  inShort: ['Transmission', 'libtorrent', 'aria2'],
  async play(stage, kind) {
    if (kind.brokenEncryption) return encryptionIsBroken(stage, kind, kind.brokenEncryption)
    await weDial(stage, kind)
    return noteOf(await theyDial(stage, kind))
  },
}

async function weDial(stage: Stage, kind: RealClientKind): Promise<void> {
  const torrent = await SharedTorrent.make(stage.folder, { name: 'from-them.bin', lengths })
  const seeder = await stage.theirs(kind, torrent, 'everything', { encryption: 'required' })
  const way = await startTappedWay({ host: '127.0.0.1', port: stage.takePort() }, seeder)
  stage.onClose(way.stop)
  const leecher = await stage.ours(torrent, 'nothing', { connect: [way] })
  await stage.hasArrived(torrent, [leecher])
  expectEncrypted(way, torrent)
}

async function theyDial(stage: Stage, kind: RealClientKind): Promise<string | undefined> {
  if (!kind.dialsLoopback && !lan)
    return `That ${kind.name} dials us was left out: it takes an address that is not 127.0.0.1.`
  const { theirs, ours } = kind.dialsLoopback || !lan ? { theirs: '127.0.0.1', ours: '127.0.0.1' } : lan
  const torrent = await SharedTorrent.make(stage.folder, { name: 'from-us.bin', lengths })
  const seeder = await stage.ours(torrent, 'everything', { host: ours })
  const way = await startTappedWay({ host: ours, port: stage.takePort() }, seeder)
  stage.onClose(way.stop)
  const tracker = await startOneAnswerTracker(stage.takePort(), way)
  stage.onClose(tracker.stop)
  const torrents = [{ source: await torrent.announcedAt(tracker.url) }]
  const options = { host: theirs, torrents, encryption: 'required', tcpOnly: true } as const
  const leecher = await stage.theirs(kind, torrent, 'nothing', options)
  await stage.hasArrived(torrent, [leecher])
  expectEncrypted(way, torrent)
  return undefined
}

function expectEncrypted(way: TappedWay, { lengthBytes }: SharedTorrent): void {
  const { clear, hidden } = way.bytes()
  expect(clear, 'bytes that came back in the clear').toBe(0)
  expect(hidden).toBeGreaterThan(lengthBytes)
}
