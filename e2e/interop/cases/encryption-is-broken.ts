import { expect } from '@playwright/test'
import { libtorrent } from '../../clients/libtorrent.ts'
import type { RealClientKind } from '../../clients/real-client.ts'
import { startOneAnswerTracker } from '../one-answer-tracker.ts'
import type { Remark } from '../remark.ts'
import { SharedTorrent } from '../shared-torrent.ts'
import type { Participant, Stage } from '../stage.ts'
import { startTappedWay, type TappedWay } from '../tapped-way.ts'

// Of the key exchange, in bytes: a key and what pads it.
const [keyLength, maxPadding] = [96, 512]

/**
 * Shows that a client's encryption (MSE) works with nobody: it answers a handshake with its key and then with nothing, to us as to
 * libtorrent, and it ends when it dials encrypted itself.
 */
export async function encryptionIsBroken(
  stage: Stage,
  kind: RealClientKind,
  broken: { readonly error: RegExp; readonly why: string },
): Promise<Remark> {
  const torrent = await SharedTorrent.make(stage.folder, { name: 'nobody-can.bin', lengths: 100_003 })
  const silent = await stage.theirs(kind, torrent, 'everything', { encryption: 'preferred' })
  const others = [() => weDial(stage, torrent, silent), () => libtorrentDials(stage, torrent, silent)]
  for (const dial of libtorrent.version() === null ? others.slice(0, 1) : others) {
    const way = await dial()
    const answered = await way.hiddenLinkClosed()
    expect(answered).toBeGreaterThanOrEqual(keyLength)
    expect(answered, 'no more than a key').toBeLessThanOrEqual(keyLength + maxPadding)
  }
  await failsToDial(stage, kind, torrent, broken.error)
  return { type: 'nobody could', sentence: broken.why }
}

// Only what is encrypted gets through: in the clear we would be welcome.
async function weDial(stage: Stage, torrent: SharedTorrent, to: Participant): Promise<TappedWay> {
  const way = await startWay(stage, to)
  await stage.ours(torrent, 'nothing', { connect: [way] })
  return way
}

async function libtorrentDials(stage: Stage, torrent: SharedTorrent, to: Participant): Promise<TappedWay> {
  const way = await startWay(stage, to)
  const torrents = [{ source: await announcedAtOneWho(stage, torrent, way) }]
  await stage.theirs(libtorrent, torrent, 'nothing', { torrents, encryption: 'required', tcpOnly: true })
  return way
}

async function failsToDial(stage: Stage, kind: RealClientKind, torrent: SharedTorrent, error: RegExp): Promise<void> {
  const seeder = await stage.ours(torrent, 'everything')
  const torrents = [{ source: await announcedAtOneWho(stage, torrent, seeder) }]
  const ended = await stage.theirs(kind, torrent, 'nothing', { torrents, encryption: 'preferred' }).then(
    async ({ child }) => (await child.waitFor(error)).input,
    (reason: Error) => reason.message,
  )
  expect(ended).toMatch(error)
}

async function startWay(stage: Stage, to: Participant): Promise<TappedWay> {
  const way = await startTappedWay({ host: '127.0.0.1', port: stage.takePort() }, to, true)
  stage.onClose(way.stop)
  return way
}

/** The path of a .torrent whose tracker names this one alone. */
async function announcedAtOneWho(
  stage: Stage,
  torrent: SharedTorrent,
  one: { readonly host: string; readonly port: number },
): Promise<string> {
  const tracker = await startOneAnswerTracker(stage.takePort(), one)
  stage.onClose(tracker.stop)
  return torrent.announcedAt(tracker.url)
}
