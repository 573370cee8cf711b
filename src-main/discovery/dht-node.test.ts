import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../../src-shared/metainfo/bencode.ts'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { tcpTransport } from '../net/tcp-transport.ts'
import type { DatagramSocket, Transport } from '../net/transport.ts'
import { type DhtNode, isOfThisComputer, openDhtNode } from './dht-node.ts'

const infoHash = '11'.repeat(20) as InfoHash
const ping = encodeBencode(
  dictionary({ t: 'aa', y: 'q', q: 'ping', a: dictionary({ id: new Uint8Array(20).fill(9) }) }),
)
const open: DhtNode[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((node) => node.close()))
})

/** Nodes that know each other, on this computer alone, and what each of them hears. */
async function nodesOf(count: number): Promise<{ node: DhtNode; heard: string[] }[]> {
  const nodes: { node: DhtNode; heard: string[] }[] = []
  for (let i = 0; i < count; i++) {
    const [first] = nodes
    const bootstrap = first ? [{ host: '127.0.0.1', port: first.node.port }] : []
    const heard: string[] = []
    const onPeer = (...found: string[]) => void heard.push(found.join(' '))
    const node = await openDhtNode({ transport: tcpTransport, bootstrap, onPeer })
    open.push(node)
    nodes.push({ node, heard })
  }
  return nodes
}

describe('nodes on this computer', () => {
  test('tell one another who listens for what', async () => {
    const [first, second, third] = await nodesOf(3)
    await second!.node.ask(infoHash, 5002)
    await third!.node.ask(infoHash, null)
    expect(third!.heard.every((line) => line.startsWith(`${infoHash} 127.0.0.1:5002 127.0.0.1:`))).toBe(true)
    expect(third!.heard.length).toBeGreaterThan(0)
    expect(third!.node.nodes).toBe(2)
    // It keeps it for the others, and so knows it by itself.
    await first!.node.ask(infoHash, null)
    expect(first!.heard).toContain(`${infoHash} 127.0.0.1:5002 127.0.0.1:5002`)
  })

  test('are told nothing by one that only looks', async () => {
    const [, second, third] = await nodesOf(3)
    await second!.node.ask(infoHash, null)
    await third!.node.ask(infoHash, null)
    expect(third!.heard).toEqual([])
  })

  test('one that is alone asks in vain', async () => {
    const [alone] = await nodesOf(1)
    await alone!.node.ask(infoHash, 5002)
    expect([alone!.node.nodes, alone!.heard]).toEqual([0, []])
  })
})

test('a node that begins with nodes of this computer stays on it', async () => {
  expect(isOfThisComputer([{ host: '127.0.0.1', port: 1 }])).toBe(true)
  expect(isOfThisComputer([...['127.0.0.1', '10.0.0.1'].map((host) => ({ host, port: 1 }))])).toBe(false)
  expect(isOfThisComputer(null)).toBe(false)
  const { transport, bound, sent, hear } = recordingTransport()
  const bootstrap = [{ host: '127.0.0.1', port: 9 }]
  const node = await openDhtNode({ transport, bootstrap, onPeer: () => undefined })
  open.push(node)
  hear(ping, { host: '127.0.0.1', port: 8 })
  hear(ping, { host: '10.0.0.1', port: 8 })
  await Promise.race([node.ask(infoHash, null), new Promise(setImmediate)])
  expect(bound).toEqual([{ host: '127.0.0.1', port: 0 }])
  expect(sent).toContainEqual({ host: '127.0.0.1', port: 8 })
  expect(sent.filter(({ host }) => host !== '127.0.0.1')).toEqual([])
})

test('no message that is let through makes the node fail', async () => {
  const { transport, hear } = recordingTransport()
  open.push(await openDhtNode({ transport, bootstrap: [], onPeer: () => undefined }))
  const from = { host: '127.0.0.1', port: 9 }
  fc.assert(
    fc.property(messages(), (message) => hear(encodeBencode(message), from)),
    { numRuns: 3_000 },
  )
})

/** Messages with the right names and whatever values. */
function messages(): fc.Arbitrary<Bencodable> {
  const id = fc.uint8Array({ minLength: 20, maxLength: 20 })
  const value: fc.Arbitrary<Bencodable> = fc.oneof(
    id,
    fc.integer(),
    fc.uint8Array({ maxLength: 60 }),
    fc.array(fc.oneof(fc.integer(), fc.uint8Array({ maxLength: 8 }))),
    fc.constant(new Map<string, Bencodable>()),
  )
  const fields = ['target', 'info_hash', 'token', 'port', 'implied_port', 'nodes', 'values', 'v'] as const
  const inner = fc
    .tuple(fc.oneof({ weight: 4, arbitrary: id }, value), fc.dictionary(fc.constantFrom(...fields), value))
    .map(([own, given]) => dictionary({ ...given, id: own }))
  const message = fc.record({
    t: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 3 }), value),
    y: fc.constantFrom('q', 'r', 'e'),
    q: fc.constantFrom('ping', 'find_node', 'get_peers', 'announce_peer', 'get', 'put'),
    a: inner,
    r: inner,
    e: fc.oneof(value, fc.constant<Bencodable>([203, 'no'])),
  })
  return message.map(dictionary)
}

function dictionary(fields: Readonly<Record<string, Bencodable>>): ReadonlyMap<string, Bencodable> {
  return new Map(Object.entries(fields))
}

/** A transport whose UDP sockets lead nowhere, and what was sent; `hear` hands a datagram to the last one. */
function recordingTransport() {
  const bound: Endpoint[] = []
  const sent: Endpoint[] = []
  let deliver: (bytes: Uint8Array, from: Endpoint) => void = () => undefined
  const transport = {
    ...tcpTransport,
    async bind(at: Endpoint, onDatagram: typeof deliver): Promise<DatagramSocket> {
      bound.push(at)
      deliver = onDatagram
      return {
        local: { host: at.host, port: 4_000 },
        send: (_, to) => void sent.push(to),
        close: () => undefined,
      }
    },
  } satisfies Transport
  return { transport, bound, sent, hear: (bytes: Uint8Array, from: Endpoint) => deliver(bytes, from) }
}
