import { describe, expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import { sameBytes } from '../storage/hasher.ts'
import { StorageError } from '../storage/piece-store.ts'
import type { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { serveBytes, strangerAt } from '../testing/stranger.ts'
import { withoutPieceBuffers } from '../testing/verdict.ts'

// A swarm that is paused, or taken up again, in the middle of something.

const block = 16_384
const second = 1_000

/** A leecher of one piece of two blocks, whose disk takes a second to read, or three to write for the first time. */
async function slowLeecher(slow: 'read' | 'write') {
  const swarm = new SimulatedSwarm(450)
  const { bytes, metainfo } = await swarm.share(2 * block, 'noise.bin', 2 * block)
  const peer = await swarm.add(null)
  const store = swarm.stores.get(peer)!
  const wait = (ms: number) => new Promise<void>((resolve) => swarm.clock.after(ms, resolve))
  let writeMs = 3 * second
  const [readInto, write] = [store.readInto.bind(store), store.write.bind(store)]
  if (slow === 'read') store.readInto = (offset, targets) => wait(second).then(() => readInto(offset, targets))
  else {
    store.write = (offset, chunk) => {
      const written = wait(writeMs).then(() => write(offset, chunk))
      writeMs = 0
      return written
    }
  }
  return { swarm, bytes, infoHash: metainfo.infoHash, peer, store }
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

/** A stranger that has everything, and has been asked for it. */
async function askedSeeder(swarm: SimulatedSwarm, number = 1): Promise<ScriptedPeer> {
  const stranger = (await strangerAt(swarm, { number })).say({ name: 'have-all' }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  return stranger
}

function sayBlocks(stranger: ScriptedPeer, bytesOf: (begin: number, length: number) => Uint8Array): void {
  for (const { piece, begin, length } of stranger.all('request')) {
    stranger.say({ name: 'piece', piece, begin, block: bytesOf(begin, length) })
  }
}

/** Pauses it and resumes it at once, and lets somebody honest come. */
async function expectWholeAfterPause({ swarm, bytes, infoHash, peer, store }: Awaited<ReturnType<typeof slowLeecher>>) {
  const { content, options } = peer.pause(infoHash)!
  peer.join(content, options)
  const honest = await strangerAt(swarm, { number: 2 })
  serveBytes(swarm, honest)
  honest.say({ name: 'have-all' }, { name: 'unchoke' })
  expect(await swarm.clock.runUntil(() => swarm.isSeeding(peer), 10 * second)).toBe(true)
  expect(told(swarm, 'piece-rejected')).toEqual([])
  expect(sameBytes(store.bytes, bytes)).toBe(true)
}

describe('paused and resumed at once', () => {
  test('while a wrong piece is being verified: the next to send it is not blamed', async () => {
    await withoutPieceBuffers(2 * block, async () => {
      const leecher = await slowLeecher('read')
      const { swarm } = leecher
      const liar = await askedSeeder(swarm)
      sayBlocks(liar, (_begin, length) => new Uint8Array(length))
      await swarm.clock.advance(100)
      await expectWholeAfterPause(leecher)
      expect(told(swarm, 'peer-banned')).toEqual([])
    })
  })

  test('while blocks are being written: what comes after them stays', async () => {
    await withoutPieceBuffers(2 * block, async () => {
      const leecher = await slowLeecher('write')
      const { swarm } = leecher
      const liar = await askedSeeder(swarm)
      liar.say({ name: 'piece', piece: 0, begin: 0, block: new Uint8Array(block) })
      await swarm.clock.advance(100)
      await expectWholeAfterPause(leecher)
    })
  })

  test('while an address is dialled: the old dial ends with its reason, and the new one connects', async () => {
    const { swarm, infoHash, peer } = await slowLeecher('read')
    const other = await swarm.add(null)
    const before = other.connect(['10.0.0.1'])
    const { content, options } = other.pause(infoHash)!
    other.join(content, options)
    const after = other.connect(['10.0.0.1'])
    await swarm.clock.advance(second)
    expect((await before)[0]).toMatchObject({ ok: false, reason: { code: 'stopped' } })
    expect((await after)[0]).toMatchObject({ ok: true, peer: peer.id })
    expect(other.swarms.get(infoHash)?.links.size).toBe(2)
  })
})

test('while a piece is being verified, and not resumed: nothing of it is told any more', async () => {
  const { swarm, bytes, infoHash, peer } = await slowLeecher('read')
  const honest = await askedSeeder(swarm)
  sayBlocks(honest, (begin, length) => bytes.slice(begin, begin + length))
  await swarm.clock.advance(100)
  peer.pause(infoHash)
  const before = swarm.events.length
  await swarm.clock.advance(30 * second)
  const ofThePeer = ['routing-table', 'trackers-listed']
  expect(swarm.events.slice(before).filter(({ type }) => !ofThePeer.includes(type))).toEqual([])
})

test('while the disk fails: one sentence, and no second one for what was under way', async () => {
  await withoutPieceBuffers(2 * block, async () => {
    const { swarm, infoHash, peer, store } = await slowLeecher('read')
    store.write = () => Promise.reject(new StorageError('the disk is full'))
    const honest = await askedSeeder(swarm)
    sayBlocks(honest, (_begin, length) => new Uint8Array(length))
    await swarm.clock.advance(10 * second)
    expect(told(swarm, 'swarm-paused')).toMatchObject([{ detail: 'The file could not be used: the disk is full.' }])
    expect(peer.paused.get(infoHash)?.failure).not.toBeNull()
  })
})

test('while it uploads: the block that is going goes whole, and those that wait do not', async () => {
  const swarm = new SimulatedSwarm(451)
  const { bytes, metainfo } = await swarm.share(4 * block, 'noise.bin', block)
  const peer = await swarm.add(bytes, { upBytesPerSec: 8 * 1_024 })
  const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, { name: 'interested' })
  await swarm.clock.advance(100)
  for (const piece of [0, 1, 2]) stranger.say({ name: 'request', piece, begin: 0, length: block })
  await swarm.clock.advance(500)
  peer.pause(metainfo.infoHash)
  await swarm.clock.advance(10 * second)
  expect(stranger.all('piece')).toEqual([{ name: 'piece', piece: 0, begin: 0, block: bytes.slice(0, block) }])
  expect(stranger.closedBy).toBe('closed')
  expect(swarm.network.open.size).toBe(0)
  const back = await strangerAt(swarm)
  await swarm.clock.advance(100)
  expect(back.closedBy).toBe('closed')
  expect(told(swarm, 'server-turned-away')).toMatchObject([{ reason: { code: 'wrong-info-hash' } }])
})
