import { expect, test } from 'vitest'
import type { Address } from '../swarm/ids.ts'
import { magnetToHandOut, torrentToHandOut } from './hand-out.ts'
import { readMagnet } from './magnet.ts'
import { readMetainfo, writeMetainfo } from './metainfo.ts'
import type { TrackerTiers } from './tracker-url.ts'

const read = (torrent: Uint8Array) => readMetainfo(torrent, () => new Uint8Array(20).fill(0xab))
const address = '10.0.0.251:5000' as Address

function made(trackers: TrackerTiers) {
  const torrent = writeMetainfo({
    name: 'notes.txt',
    lengthBytes: 3,
    pieceLengthBytes: 16_384,
    pieceHashes: new Uint8Array(20),
    trackers,
    createdBy: 'us',
  })
  return { torrent, metainfo: read(torrent) }
}

test('a torrent without a tracker gets that of the peer that hands it out', () => {
  const { torrent, metainfo } = made([])
  const handedOut = read(torrentToHandOut(torrent, metainfo, address))
  expect(handedOut).toMatchObject({ trackers: [['http://10.0.0.251:5000/announce']], infoBytes: metainfo.infoBytes })
  expect(readMagnet(magnetToHandOut(metainfo, address))).toEqual({
    infoHash: metainfo.infoHash,
    name: 'notes.txt',
    trackers: ['http://10.0.0.251:5000/announce'],
    peers: [address],
  })
  const ipv6 = torrentToHandOut(torrent, metainfo, '[::1]:5000' as Address)
  expect(read(ipv6).trackers).toEqual([['http://[::1]:5000/announce']])
})

test('one that came with trackers keeps them', () => {
  const trackers = [['http://a', 'udp://b:1'], ['http://c']]
  const { torrent, metainfo } = made(trackers)
  expect(torrentToHandOut(torrent, metainfo, address)).toBe(torrent)
  expect(readMagnet(magnetToHandOut(metainfo, address)).trackers).toEqual(trackers.flat())
})

test('while nothing listens, it stays without', () => {
  const { torrent, metainfo } = made([])
  expect(torrentToHandOut(torrent, metainfo, null)).toBe(torrent)
  expect(readMagnet(magnetToHandOut(metainfo, null))).toMatchObject({ trackers: [], peers: [] })
})
