import { expect } from '@playwright/test'
import type { RealClientKind } from '../../clients/real-client.ts'
import type { InteropCase } from '../interop-case.ts'
import { lan } from '../lan.ts'
import { startOneAnswerTracker } from '../one-answer-tracker.ts'
import { SharedTorrent } from '../shared-torrent.ts'
import type { Stage } from '../stage.ts'
import { startTappedWay, type TappedWay } from '../tapped-way.ts'

/** They speak with nobody who does not encrypt (MSE): we dial one of them, and another dials us. */
export const encryptionRequired: InteropCase = {
  id: 'encryption',
  title: 'encryption required',
  async play(stage, kind) {
    const notes = await Promise.all([
      kind.canRequireEncryption
        ? weDial(stage, kind)
        : `${kind.name} cannot require it, so a link that we dial, in the clear, stays in the clear; it encrypts those that it dials.`,
      kind.dialsLoopback || lan
        ? theyDial(stage, kind)
        : `That ${kind.name} dials us needs another address than 127.0.0.1, which takes root on Linux.`,
    ])
    return notes.filter((note) => note !== undefined).join(' ') || undefined
  },
}

async function weDial(stage: Stage, kind: RealClientKind): Promise<undefined> {
  const torrent = await SharedTorrent.make(stage.folder, { name: 'from-them.bin', lengths: 2_000_003 })
  const seeder = await stage.theirs(kind, torrent, 'everything', { encryption: 'required' })
  const way = await startTappedWay({ host: '127.0.0.1', port: stage.takePort() }, seeder)
  stage.onClose(way.stop)
  const leecher = await stage.ours(torrent, 'nothing', { connect: [way] })
  await stage.hasArrived(torrent, [leecher])
  expectEncrypted(way, torrent)
}

async function theyDial(stage: Stage, kind: RealClientKind): Promise<undefined> {
  const { theirs, ours } = kind.dialsLoopback || !lan ? { theirs: '127.0.0.1', ours: '127.0.0.1' } : lan
  const torrent = await SharedTorrent.make(stage.folder, { name: 'from-us.bin', lengths: 2_000_003 })
  const seeder = await stage.ours(torrent, 'everything', { host: ours })
  const way = await startTappedWay({ host: ours, port: stage.takePort() }, seeder)
  stage.onClose(way.stop)
  const tracker = await startOneAnswerTracker(stage.takePort(), way)
  stage.onClose(tracker.stop)
  const leecher = await stage.theirs(kind, torrent, 'nothing', {
    torrents: [{ source: await torrent.announcedAt(tracker.url) }],
    host: theirs,
    encryption: kind.canRequireEncryption ? 'required' : 'preferred',
    tcpOnly: true,
  })
  await stage.hasArrived(torrent, [leecher])
  expectEncrypted(way, torrent)
}

function expectEncrypted(way: TappedWay, { lengthBytes }: SharedTorrent): void {
  const { clear, hidden } = way.bytes()
  expect(clear, 'bytes that came back in the clear').toBe(0)
  expect(hidden).toBeGreaterThan(lengthBytes)
}
