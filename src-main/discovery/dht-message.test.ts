import { describe, expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../../src-shared/metainfo/bencode.ts'
import { isDhtMessage } from './dht-message.ts'

describe('a message of the DHT', () => {
  test.each([
    ['ping', query('ping', {})],
    ['find_node', query('find_node', { target: new Uint8Array(20) })],
    ['get_peers', query('get_peers', { info_hash: new Uint8Array(20) })],
    ['announce_peer', query('announce_peer', { info_hash: new Uint8Array(20), token: 'x', port: 5000 })],
    [
      'announce_peer from its own port',
      query('announce_peer', { info_hash: new Uint8Array(20), token: 'x', implied_port: 1 }),
    ],
    ['an answer', answer({ nodes: new Uint8Array(26), token: 'x', values: [new Uint8Array(6)] })],
    ['an error', message({ y: 'e', e: [203, 'no'] })],
  ])('%s is one', (_, bytes) => expect(isDhtMessage(bytes)).toBe(true))

  test.each([
    ['nothing', new Uint8Array()],
    ['a number', encodeBencode(5)],
    ['a query without an id', message({ y: 'q', q: 'ping', a: new Map() })],
    ['a number for an info hash', query('get_peers', { info_hash: 5 })],
    ['a number for a target', query('find_node', { target: 5 })],
    ['a number for a token', query('announce_peer', { info_hash: new Uint8Array(20), token: 5, port: 5000 })],
    ['text for a port', query('announce_peer', { info_hash: new Uint8Array(20), token: 'x', port: 'x' })],
    ['a number for an id in an answer', answer({ id: 5 })],
    ['numbers for addresses', answer({ values: [5] })],
    ['something to be stored', query('put', { v: 'x', token: 'x' })],
    ['too much', answer({ nodes: new Uint8Array(3_000) })],
  ])('%s is none', (_, bytes) => expect(isDhtMessage(bytes)).toBe(false))
})

function query(name: string, args: Record<string, Bencodable>): Uint8Array {
  return message({ y: 'q', q: name, a: dictionary({ id: new Uint8Array(20), ...args }) })
}

function answer(fields: Record<string, Bencodable>): Uint8Array {
  return message({ y: 'r', r: dictionary({ id: new Uint8Array(20), ...fields }) })
}

function message(fields: Record<string, Bencodable>): Uint8Array {
  return encodeBencode(dictionary({ t: 'aa', ...fields }))
}

function dictionary(fields: Record<string, Bencodable>): ReadonlyMap<string, Bencodable> {
  return new Map(Object.entries(fields))
}
