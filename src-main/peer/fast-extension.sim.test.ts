import { describe, expect, test } from 'vitest'
import type { KnownMessage } from '../../src-shared/wire/message-table.ts'
import type { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, serveBytes, strangerAt } from '../testing/stranger.ts'

// The fast extension (BEP 6), between one of our peers and scripted ones.

const kibibyte = 1024
const block = 16 * kibibyte
// So many pieces that one of them is allowed fast.
const manyPieces = 520

const request = (piece: number, begin = 0, length = block): KnownMessage => ({ name: 'request', piece, begin, length })
const interested: KnownMessage = { name: 'interested' }
const fastNames = ['suggest', 'have-all', 'have-none', 'reject', 'allowed-fast']

/** A peer with some pieces, of 16 KiB each, or with all of them. */
async function peerWith(pieces: number, of: number, upBytesPerSec: number | null = null) {
  const swarm = new SimulatedSwarm(400)
  const { bytes } = await swarm.share(of * block, 'noise.bin', block)
  const had = bytes.slice().fill(0, pieces * block)
  const peer = await swarm.add(pieces === 0 ? null : had, { upBytesPerSec })
  return { swarm, bytes, peer }
}

describe('what we have is said first', () => {
  const cases: [string, number, string][] = [
    ['nothing as have-none', 0, 'have-none'],
    ['a part as a bitfield', 2, 'bitfield'],
    ['everything as have-all', 4, 'have-all'],
  ]
  test.each(cases)('%s', async (_name, pieces, expected) => {
    const { swarm } = await peerWith(pieces, 4)
    const stranger = await strangerAt(swarm)
    await swarm.clock.advance(100)
    expect(stranger.names[0]).toBe(expected)
    if (expected === 'bitfield') expect(stranger.heard[0]).toEqual({ name: 'bitfield', bits: Uint8Array.of(0xc0) })
  })

  test('and that of the remote is believed in the same three ways', async () => {
    const { swarm, peer } = await peerWith(0, 4)
    const said: KnownMessage[] = [
      { name: 'have-all' },
      { name: 'have-none' },
      { name: 'bitfield', bits: Uint8Array.of(0x50) },
    ]
    const sizes: number[] = []
    for (const [i, message] of said.entries()) {
      const stranger = (await strangerAt(swarm, { number: i + 1 })).say(message)
      await swarm.clock.advance(100)
      sizes.push(linkTo(peer, stranger).remotePieces.size)
    }
    expect(sizes).toEqual([4, 0, 2])
  })
})

describe('every request gets an answer', () => {
  test('while choked, a reject', async () => {
    const { swarm } = await peerWith(4, 4)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, request(0), request(3, 0, 100))
    await swarm.clock.advance(100)
    expect(stranger.all('reject')).toEqual([
      { ...request(0), name: 'reject' },
      { ...request(3, 0, 100), name: 'reject' },
    ])
    expect(stranger.closedBy).toBeUndefined()
  })

  test('for a piece that we lack, a reject', async () => {
    const { swarm } = await peerWith(2, 4)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, interested)
    await swarm.clock.advance(100)
    stranger.say(request(3))
    await swarm.clock.advance(100)
    expect(stranger.names).toContain('unchoke')
    expect(stranger.all('reject')).toEqual([{ ...request(3), name: 'reject' }])
  })

  test('when we choke, a reject for each that waits; the block that is going goes on', async () => {
    const { swarm, peer } = await peerWith(4, 4, 8 * kibibyte)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, interested)
    await swarm.clock.advance(100)
    stranger.say(request(0), request(1), request(2))
    await swarm.clock.advance(500)
    linkTo(peer, stranger).setChoking(true)
    await swarm.clock.advance(10_000)
    expect(stranger.names.filter((name) => ['choke', 'piece', 'reject'].includes(name)).sort()).toEqual([
      'choke',
      'piece',
      'reject',
      'reject',
    ])
    expect(stranger.all('piece').map(({ piece }) => piece)).toEqual([0])
    expect(stranger.all('reject').map(({ piece }) => piece)).toEqual([1, 2])
  })

  test('when it is cancelled, a reject if it waits and the piece if that is going already', async () => {
    const { swarm } = await peerWith(4, 4, 8 * kibibyte)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, interested)
    await swarm.clock.advance(100)
    stranger.say(request(0), request(1), request(2))
    await swarm.clock.advance(500)
    stranger.say({ ...request(0), name: 'cancel' } as KnownMessage, { ...request(2), name: 'cancel' } as KnownMessage)
    await swarm.clock.advance(10_000)
    expect(stranger.all('piece').map(({ piece }) => piece)).toEqual([0, 1])
    expect(stranger.all('reject').map(({ piece }) => piece)).toEqual([2])
  })
})

describe('allowed fast', () => {
  test('a newcomer may ask for a few pieces while choked, and for no others', async () => {
    const { swarm, bytes } = await peerWith(manyPieces, manyPieces)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' })
    await swarm.clock.advance(100)
    const [allowed, ...more] = stranger.all('allowed-fast')
    expect(more).toEqual([])
    const piece = allowed!.piece
    const other = (piece + 1) % manyPieces
    stranger.say(request(piece), request(other))
    await swarm.clock.advance(100)
    expect(stranger.names).not.toContain('unchoke')
    expect(stranger.all('piece')).toEqual([
      { name: 'piece', piece, begin: 0, block: bytes.slice(piece * block, (piece + 1) * block) },
    ])
    expect(stranger.all('reject')).toEqual([{ ...request(other), name: 'reject' }])
  })

  test('a choke leaves it in the queue', async () => {
    const { swarm, peer } = await peerWith(manyPieces, manyPieces, 8 * kibibyte)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' }, interested)
    await swarm.clock.advance(100)
    const { piece } = stranger.all('allowed-fast')[0]!
    const [first, second] = [(piece + 1) % manyPieces, (piece + 2) % manyPieces]
    stranger.say(request(first), request(second), request(piece))
    await swarm.clock.advance(500)
    linkTo(peer, stranger).setChoking(true)
    await swarm.clock.advance(10_000)
    expect(stranger.all('piece').map((heard) => heard.piece)).toEqual([first, piece])
    expect(stranger.all('reject').map((heard) => heard.piece)).toEqual([second])
  })

  test('it is no way to download for ever: what was served twice is rejected while choked', async () => {
    const { swarm } = await peerWith(manyPieces, manyPieces)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' })
    await swarm.clock.advance(100)
    const { piece } = stranger.all('allowed-fast')[0]!
    for (let i = 0; i < 5; i++) stranger.say(request(piece))
    await swarm.clock.advance(1_000)
    expect(stranger.all('piece')).toHaveLength(2)
    expect(stranger.all('reject')).toHaveLength(3)
  })

  test('who has something to trade gets none', async () => {
    const { swarm } = await peerWith(manyPieces, manyPieces)
    const bits = new Uint8Array(Math.ceil(manyPieces / 8)).fill(0xff, 0, 2)
    const stranger = (await strangerAt(swarm)).say({ name: 'bitfield', bits })
    await swarm.clock.advance(100)
    expect(stranger.names).not.toContain('allowed-fast')
  })

  test('what the remote allows us is asked for while it chokes us, and not again once it rejects it', async () => {
    const { swarm } = await peerWith(0, 8)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-all' })
    await swarm.clock.advance(1_000)
    expect(stranger.names).not.toContain('request')
    stranger.say({ name: 'allowed-fast', piece: 5 }, { name: 'allowed-fast', piece: 2 })
    await swarm.clock.advance(1_000)
    expect(new Set(stranger.all('request').map(({ piece }) => piece))).toEqual(new Set([5, 2]))
    for (const { piece, begin, length } of stranger.all('request'))
      stranger.say({ name: 'reject', piece, begin, length })
    await swarm.clock.advance(10_000)
    expect(stranger.all('request')).toHaveLength(2)
    stranger.say({ name: 'unchoke' })
    await swarm.clock.advance(100)
    expect(stranger.all('request').length).toBeGreaterThan(2)
  })

  test('a flood of it costs no work', async () => {
    const { swarm, peer } = await peerWith(0, manyPieces)
    const stranger = (await strangerAt(swarm)).say({ name: 'have-none' })
    for (let i = 0; i < 10 * manyPieces; i++) stranger.say({ name: 'allowed-fast', piece: i % manyPieces })
    await swarm.clock.advance(1_000)
    expect(stranger.closedBy).toBeUndefined()
    expect(linkTo(peer, stranger).state.allowedToUs.size).toBeLessThanOrEqual(100)
  })
})

describe('suggestions', () => {
  test('whom we unchoke hears of a piece that it lacks', async () => {
    const { swarm } = await peerWith(4, 4)
    const stranger = (await strangerAt(swarm)).say({ name: 'bitfield', bits: Uint8Array.of(0xe0) }, interested)
    await swarm.clock.advance(100)
    expect(stranger.all('suggest')).toEqual([{ name: 'suggest', piece: 3 }])
  })

  test('of pieces that are equally rare, the suggested one is asked for first', async () => {
    for (const piece of [1, 6]) {
      const { swarm } = await peerWith(0, 8)
      const stranger = (await strangerAt(swarm)).say({ name: 'have-all' }, { name: 'suggest', piece })
      await swarm.clock.advance(100)
      stranger.say({ name: 'unchoke' })
      await swarm.clock.advance(100)
      expect(stranger.all('request')[0]).toEqual(request(piece))
    }
  })
})

/** Rejects every request from now on. */
function rejectAll(stranger: ScriptedPeer): void {
  stranger.onMessage = (message) => {
    if (message.name === 'request') stranger.say({ ...message, name: 'reject' })
  }
}

describe('a reject', () => {
  test('sends the block to somebody else', async () => {
    const { swarm, peer } = await peerWith(0, 8)
    const refusing = await strangerAt(swarm)
    rejectAll(refusing)
    refusing.say({ name: 'have-all' }, { name: 'unchoke' })
    await swarm.clock.advance(500)
    const honest = await strangerAt(swarm, { number: 2 })
    serveBytes(swarm, honest)
    honest.say({ name: 'have-all' }, { name: 'unchoke' })
    expect(await swarm.clock.runUntil(() => swarm.isSeeding(peer), 5_000)).toBe(true)
    expect(refusing.closedBy).toBeUndefined()
  })

  test('from everybody makes no storm of requests', async () => {
    const { swarm } = await peerWith(0, 8)
    const strangers = [await strangerAt(swarm), await strangerAt(swarm, { number: 2 })]
    for (const stranger of strangers) {
      rejectAll(stranger)
      stranger.say({ name: 'have-all' }, { name: 'unchoke' })
    }
    await swarm.clock.advance(10_000)
    const asked = strangers.map((stranger) => stranger.all('request').length)
    // A few each tick, of which there are four a second.
    expect(Math.max(...asked)).toBeLessThan(10 * 4 * 8)
    expect(Math.min(...asked)).toBeGreaterThan(10)
  })
})

describe('without the fast bit', () => {
  test('none of its messages is sent, whatever happens', async () => {
    const { swarm, peer } = await peerWith(manyPieces, manyPieces, 8 * kibibyte)
    const stranger = await strangerAt(swarm, { fast: false })
    stranger.say({ name: 'bitfield', bits: new Uint8Array(Math.ceil(manyPieces / 8)) }, request(0), interested)
    await swarm.clock.advance(100)
    stranger.say(request(1), request(2), request(3), { ...request(3), name: 'cancel' } as KnownMessage)
    await swarm.clock.advance(500)
    linkTo(peer, stranger).setChoking(true)
    stranger.say(request(4))
    await swarm.clock.advance(10_000)
    expect(stranger.names).toEqual(expect.arrayContaining(['bitfield', 'unchoke', 'piece', 'choke']))
    expect(stranger.names.filter((name) => fastNames.includes(name))).toEqual([])
  })

  const uninvited: KnownMessage[] = [
    { name: 'have-all' },
    { name: 'have-none' },
    { name: 'suggest', piece: 0 },
    { name: 'allowed-fast', piece: 0 },
    { name: 'reject', piece: 0, begin: 0, length: block },
  ]
  test.each(uninvited)('$name from the remote breaks a rule', async (message) => {
    const { swarm } = await peerWith(4, 4)
    const stranger = (await strangerAt(swarm, { fast: false })).say(message)
    await swarm.clock.advance(1_000)
    expect(stranger.closedBy).toBe('closed')
    expect(swarm.events).toContainEqual(
      expect.objectContaining({ type: 'link-closed', reason: expect.objectContaining({ rule: 'fast-not-agreed' }) }),
    )
  })
})

test('a choke that is followed by no rejects stops nothing for good', async () => {
  const { swarm, peer } = await peerWith(0, 4)
  const stranger = (await strangerAt(swarm)).say({ name: 'have-all' }, { name: 'unchoke' })
  await swarm.clock.advance(1_000)
  expect(stranger.names).toContain('request')
  serveBytes(swarm, stranger)
  stranger.say({ name: 'choke' }, { name: 'unchoke' })
  expect(await swarm.clock.runUntil(() => swarm.isSeeding(peer), 120_000)).toBe(true)
})
