import { expect, test } from 'vitest'
import type { Address } from '../swarm/ids.ts'
import { encodeCompact } from '../wire/compact-address.ts'
import { type AnnounceReply, encodeFailure, writeAnnounceReply } from './announce-reply.ts'
import type { AnnounceRequest } from './announce-request.ts'
import { decodeBencode, encodeBencode } from './bencode.ts'
import { ByteWriter } from './byte-writer.ts'

const ipv4 = encodeCompact(['10.0.0.1:6881', '10.0.0.2:80'] as Address[], 'ipv4')
const ipv6 = encodeCompact(['[2001:db8::7]:6882'] as Address[], 'ipv6')
const ids = Uint8Array.from({ length: 60 }, (_, i) => i)
const reply: AnnounceReply = {
  counts: { seeders: 3, completed: 12, leechers: 4 },
  intervalSec: 60,
  minIntervalSec: 30,
  peers: { ipv4, ipv6, ids },
  warning: null,
}

function written(changes: Partial<AnnounceReply> = {}, form: AnnounceRequest['form'] = 'compact'): Uint8Array {
  const writer = new ByteWriter(8)
  writeAnnounceReply(writer, { ...reply, ...changes }, form)
  return writer.take()
}

const counts: [string, number][] = [
  ['complete', 3],
  ['downloaded', 12],
  ['incomplete', 4],
  ['interval', 60],
  ['min interval', 30],
]

test('compact, with both kinds of addresses, sorted as bencoding wants it', () => {
  const value = new Map<string, unknown>([...counts, ['peers', ipv4], ['peers6', ipv6]])
  expect(decodeBencode(written())).toEqual(value)
})

test('without IPv6 there is no peers6, and without anybody there are no peers', () => {
  const nobody = { ipv4: new Uint8Array(0), ipv6: new Uint8Array(0), ids: new Uint8Array(0) }
  expect(decodeBencode(written({ peers: nobody }))).toEqual(
    new Map<string, unknown>([...counts, ['peers', new Uint8Array(0)]]),
  )
})

test('as a list, with peer ids or without', () => {
  const text = (value: string) => new TextEncoder().encode(value)
  const entries = [
    { ip: '10.0.0.1', port: 6881, id: ids.subarray(0, 20) },
    { ip: '10.0.0.2', port: 80, id: ids.subarray(20, 40) },
    { ip: '2001:db8::7', port: 6882, id: ids.subarray(40) },
  ]
  expect((decodeBencode(written({}, 'list')) as Map<string, unknown>).get('peers')).toEqual(
    entries.map(
      ({ ip, port, id }) =>
        new Map<string, unknown>([
          ['ip', text(ip)],
          ['peer id', id],
          ['port', port],
        ]),
    ),
  )
  expect((decodeBencode(written({}, 'list-without-ids')) as Map<string, unknown>).get('peers')).toEqual(
    entries.map(
      ({ ip, port }) =>
        new Map<string, unknown>([
          ['ip', text(ip)],
          ['port', port],
        ]),
    ),
  )
})

test('every form is spelled the one strict way, with a warning too', () => {
  for (const form of ['compact', 'list', 'list-without-ids'] as const) {
    for (const warning of [null, 'Your port is 0: nobody can dial you.']) {
      const bytes = written({ warning }, form)
      expect(encodeBencode(decodeBencode(bytes))).toEqual(bytes)
    }
  }
})

test('a failure is a reason alone', () => {
  expect(new TextDecoder().decode(encodeFailure('No.'))).toBe('d14:failure reason3:No.e')
})
