import { describe, expect, it } from 'vitest'
import type { CommandResult } from '../../src-shared/bridge.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { base64Of } from '../base64.ts'
import { sampleInfoHash, sampleMembership, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import type { DecodeImage } from './decode-image.ts'
import { createPictureFeed, type ReadPiece } from './picture-feed.ts'
import { bmpFile } from './sample-bmp.ts'

const file = bmpFile(20, 20, (x, y) => [12 * x, 12 * y, 99])
const pieceLengthBytes = 100
const torrent: TorrentSummary = {
  infoHash: sampleInfoHash,
  name: 'picture.bmp',
  lengthBytes: file.length,
  pieceLengthBytes,
  pieceCount: Math.ceil(file.length / pieceLengthBytes),
  files: [{ path: 'picture.bmp', lengthBytes: file.length }],
  isPrivate: false,
}

const decoded = { width: 2, height: 1, pixels: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 255]) }

function setUp(bytes = file, fails = () => false, decode: DecodeImage = async () => decoded) {
  const reads: { peer: PeerId; piece: number }[] = []
  const readPiece: ReadPiece = async (peer, _torrent, piece): Promise<CommandResult<'read-piece'>> => {
    reads.push({ peer, piece })
    if (fails()) return { ok: false, code: 'unknown-piece', detail: 'it is not there' }
    const start = piece * pieceLengthBytes
    return { ok: true, value: { base64: base64Of(bytes.subarray(start, start + pieceLengthBytes)) } }
  }
  return { feed: createPictureFeed(torrent, readPiece, decode), reads }
}

/** Lets every read that can be answered by now be answered. */
async function settle() {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve()
}

describe('a picture feed', () => {
  it('reads each verified piece once, whoever has it', async () => {
    const { feed, reads } = setUp()
    const [seeder, other] = [samplePeer(1, 96), samplePeer(2, 5)]
    feed.follow(sampleView([other]))
    await settle()
    feed.follow(sampleView([seeder, other]))
    feed.follow(sampleView([seeder, other]))
    await settle()
    expect(reads.map(({ piece }) => piece)).toEqual(Array.from({ length: torrent.pieceCount }, (_, piece) => piece))
    expect(reads[4]?.peer).toBe(other.id)
    expect(reads[5]?.peer).toBe(seeder.id)
    expect([...(feed.thumbnail()?.pixels.subarray(-4) ?? [])]).toEqual([12 * 19, 12 * 19, 99, 255])
  })

  it('waits for the header before it reads anything else', async () => {
    const { feed, reads } = setUp()
    const withoutFirst = samplePeer(2, 9)
    const membership = withoutFirst.swarms[sampleInfoHash]!
    const pieces = `7${membership.pieces.slice(1)}`
    feed.follow(sampleView([{ ...withoutFirst, swarms: { [sampleInfoHash]: { ...membership, pieces } } }]))
    await settle()
    expect(reads).toEqual([])
    expect(feed.thumbnail()).toBeUndefined()
  })

  it('gives up on what is no picture after its first piece', async () => {
    const { feed, reads } = setUp(new Uint8Array(file.length))
    feed.follow(sampleView([samplePeer(1, 96)]))
    await settle()
    expect(feed.unreadable()).toBe(true)
    expect(reads).toHaveLength(1)
  })

  it('tries a piece that cannot be read a few times only', async () => {
    const { feed, reads } = setUp(file, () => true)
    feed.follow(sampleView([samplePeer(1, 96)]))
    await settle()
    feed.follow(sampleView([samplePeer(1, 96)]))
    await settle()
    expect(reads.map(({ piece }) => piece)).toEqual([0, 0, 0])
  })

  it('decodes a PNG once it is whole, not before', async () => {
    const png = new Uint8Array(file.length)
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const sizes: number[] = []
    const { feed } = setUp(png, undefined, async (bytes, type) => {
      sizes.push(bytes.length)
      return type === 'image/png' ? decoded : undefined
    })
    feed.follow(sampleView([samplePeer(2, 5)]))
    await settle()
    expect(feed.thumbnail()).toBeUndefined()
    expect(feed.unreadable()).toBe(false)
    feed.follow(sampleView([samplePeer(2, 96)]))
    await settle()
    expect(sizes).toEqual([file.length])
    expect(feed.thumbnail()).toMatchObject({ width: 2, height: 1, pixels: decoded.pixels })
  })

  it('says of a broken JPEG that it cannot be read', async () => {
    const jpeg = new Uint8Array(file.length)
    jpeg.set([0xff, 0xd8, 0xff])
    const { feed } = setUp(jpeg, undefined, async () => undefined)
    feed.follow(sampleView([samplePeer(2, 96)]))
    await settle()
    expect(feed.unreadable()).toBe(true)
  })

  it('keeps the givers in their places, and gives only that of one who is told of no more to a newcomer', async () => {
    const { feed } = setUp()
    const givenBy = (...peers: number[]) => {
      const membership = sampleMembership(0, { givers: { peers: peers.map(samplePeerId), byPiece: '' } })
      return samplePeer(peers.length + 4, 0, { swarms: { [sampleInfoHash]: membership } })
    }
    feed.follow(sampleView([givenBy(3)]))
    feed.follow(sampleView([givenBy(1, 3), givenBy(2)]))
    expect(feed.givers()).toEqual([3, 1, 2].map(samplePeerId))
    expect(feed.version()).toBe(2)
    feed.follow(sampleView([givenBy(1, 2), givenBy(4, 1)]))
    expect(feed.givers()).toEqual([4, 1, 2].map(samplePeerId))
  })

  it('asks another peer for what one cannot give', async () => {
    const asked: PeerId[] = []
    const [bad, good] = [samplePeer(1, 96), samplePeer(2, 96)]
    const feed = createPictureFeed(torrent, async (peer, _torrent, piece) => {
      asked.push(peer)
      if (peer === bad.id) return { ok: false, code: 'unknown-piece', detail: 'it is not there' }
      return {
        ok: true,
        value: { base64: base64Of(file.subarray(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes)) },
      }
    })
    feed.follow(sampleView([bad, good]))
    await settle()
    expect(asked.slice(0, 4)).toEqual([bad.id, bad.id, bad.id, good.id])
    expect(feed.thumbnail()).toBeDefined()
  })

  it('reads several pieces at a time, and tells so while there are many', async () => {
    const answers: (() => void)[] = []
    const late: ReadPiece = (_peer, _torrent, piece) =>
      new Promise((resolve) => {
        const bytes = file.subarray(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes)
        answers.push(() => resolve({ ok: true, value: { base64: base64Of(bytes) } }))
      })
    const feed = createPictureFeed(torrent, late)
    feed.follow(sampleView([samplePeer(1, 96)]))
    expect([answers.length, feed.isReading()]).toEqual([1, false])
    answers[0]?.()
    await settle()
    expect([answers.length, feed.isReading()]).toEqual([7, true])
    for (let next = 1; next < answers.length; next++) {
      answers[next]?.()
      await settle()
    }
    expect([answers.length, feed.isReading()]).toEqual([torrent.pieceCount, false])
  })

  it('tells its listeners of each piece', async () => {
    const { feed } = setUp()
    const versions: number[] = []
    const stop = feed.subscribe(() => versions.push(feed.version()))
    feed.follow(sampleView([samplePeer(2, 3)]))
    await settle()
    stop()
    feed.follow(sampleView([samplePeer(2, 5)]))
    await settle()
    expect(versions).toEqual([1, 2, 3])
  })
})
