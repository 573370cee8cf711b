import { describe, expect, test } from 'vitest'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { SimulatedSwarm } from '../../testing/simulate-swarm.ts'
import { announceLine, dialLine, progressLine } from './lines.ts'

describe('the line of a dialled address', () => {
  test("is the course's own when it connected", () => {
    const peer = 'ab'.repeat(20) as PeerId
    expect(dialLine({ address: '127.0.0.1:7001', ok: true, clientId: 5001, peer })).toBe(
      'Client id 5001 connected to peer 127.0.0.1/7001',
    )
    expect(dialLine({ address: '[::1]:7001', ok: true, clientId: 5002, peer })).toBe(
      'Client id 5002 connected to peer [::1]/7001',
    )
  })

  test('names the reason when it did not', () => {
    expect(dialLine({ address: '10.0.0.251', ok: false, reason: { code: 'refused' } })).toMatch(
      /^No connection to peer 10\.0\.0\.251\/5000: Refused/,
    )
    expect(dialLine({ address: 'x y', ok: false, reason: { code: 'bad-address', detail: 'No.' } })).toBe(
      'No connection to peer x y: No.',
    )
  })
})

test('the line of the announce URL names each tracker', () => {
  expect(announceLine([['http://127.0.0.1:5000/announce']])).toBe('Its announce URL is http://127.0.0.1:5000/announce')
  expect(announceLine([['http://a'], ['udp://b:1']])).toBe('Its announce URLs are http://a, udp://b:1')
  expect(announceLine([])).toBe('It has no announce URL, because nothing listens here.')
})

test('the progress line tells role, pieces, rates, links and the time left', async () => {
  const swarm = new SimulatedSwarm(21)
  const { bytes } = await swarm.share(1024 * 1024)
  const seeder = await swarm.add(bytes, { upBytesPerSec: 100 * 1024 })
  const leecher = await swarm.add(null)
  void leecher.connect(['10.0.0.1'])
  await swarm.clock.advance(4000)
  const { infoHash } = swarm.metainfo!
  expect(progressLine(swarm.view, seeder.id, infoHash)).toMatch(
    /^noise\.bin \(1\.00 MiB\): seeder, 16 of 16 pieces, down 0 B\/s, up \d+(\.\d+)? KiB\/s, 1 link$/,
  )
  expect(progressLine(swarm.view, leecher.id, infoHash)).toMatch(
    /: peer, \d+ of 16 pieces, down \d+(\.\d+)? KiB\/s, up 0 B\/s, 1 link, \d+ s left$/,
  )
  expect(progressLine(swarm.view, 'cd'.repeat(20) as PeerId, infoHash)).toBeUndefined()
})
