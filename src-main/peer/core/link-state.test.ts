import { describe, expect, test } from 'vitest'
import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { Message } from '../../../src-shared/wire/message-table.ts'
import { LinkState, maxQueuedRequests } from './link-state.ts'

const pieceCount = 12
const length = blockLength
const block = new Uint8Array(length)

function linkState({ fast = true, have = Bitfield.full(pieceCount) } = {}): LinkState {
  return new LinkState({ have, pieceLengthAt: () => 4 * blockLength }, fast)
}

const request = (piece: number, begin = 0) => ({ name: 'request', piece, begin, length }) as const

describe('what the remote has', () => {
  test('comes as a bitfield, as all or as none, and only first', () => {
    const all = linkState()
    expect(all.receive({ name: 'have-all' })).toBe('news')
    expect(all.remotePieces.size).toBe(pieceCount)
    expect(() => all.receive({ name: 'have-none' })).toThrow('bitfield-not-first')
    const none = linkState()
    none.receive({ name: 'have-none' })
    expect(none.remotePieces.size).toBe(0)
    none.receive({ name: 'have', piece: 3 })
    expect(none.receive({ name: 'have', piece: 3 })).toBe('nothing')
    expect([...none.remotePieces.indices()]).toEqual([3])
  })

  test('comes late as the haves that it stands for, and takes no piece away', () => {
    const state = linkState()
    state.receive({ name: 'bitfield', bits: Uint8Array.of(0xc0, 0) })
    expect(state.lateHaves({ name: 'bitfield', bits: Uint8Array.of(0x60, 0x10) })).toEqual([2, 11])
    expect(state.lateHaves({ name: 'bitfield', bits: new Uint8Array(2) })).toEqual([])
    expect(state.remotePieces.size).toBe(2)
    expect(state.lateHaves({ name: 'have-all' })).toHaveLength(pieceCount - 2)
    expect(() => state.lateHaves({ name: 'bitfield', bits: new Uint8Array(3) })).toThrow('bitfield-length')
    expect(() => state.lateHaves({ name: 'bitfield', bits: Uint8Array.of(0, 1) })).toThrow('bitfield-spare-bits')
    for (let piece = 0; piece < pieceCount; piece++) state.receive({ name: 'have', piece })
    expect(state.lateHaves({ name: 'have-all' })).toEqual([])
  })

  test('is no late bitfield when it is the first word, or another', () => {
    expect(linkState().lateHaves({ name: 'bitfield', bits: new Uint8Array(2) })).toBeUndefined()
    const state = linkState()
    state.receive({ name: 'interested' })
    expect(state.lateHaves({ name: 'have-none' })).toBeUndefined()
    expect(() => state.receive({ name: 'have-none' })).toThrow('bitfield-not-first')
    expect(new LinkState(null).lateHaves({ name: 'bitfield', bits: new Uint8Array(2) })).toBeUndefined()
  })

  test('may come after the extension handshake, as common clients send it', () => {
    const state = linkState()
    state.receive({ name: 'extended', extendedId: 0, payload: new Uint8Array() })
    expect(state.receive({ name: 'have-all' })).toBe('news')
  })
})

test('a flag that is set again is no news', () => {
  const state = linkState()
  const names = ['choke', 'unchoke', 'unchoke', 'interested', 'interested', 'not-interested'] as const
  expect(names.map((name) => state.receive({ name }))).toEqual([
    'nothing',
    'news',
    'nothing',
    'news',
    'nothing',
    'news',
  ])
})

describe('without the fast extension in both handshakes', () => {
  test.each<Message>([
    { name: 'have-all' },
    { name: 'have-none' },
    { name: 'suggest', piece: 1 },
    { name: 'allowed-fast', piece: 1 },
    { name: 'reject', piece: 1, begin: 0, length },
  ])('$name breaks a rule', (message) => {
    expect(() => linkState({ fast: false }).receive(message)).toThrow('fast-not-agreed')
  })

  test('a choke voids all requests, and nothing is rejected by name', () => {
    const state = linkState({ fast: false })
    state.amChoking = false
    state.receive(request(1))
    expect(state.choke()).toEqual([])
    expect(state.queued).toEqual([])
    expect(state.receive(request(2))).toBe('nothing')
  })
})

describe('with the fast extension', () => {
  test('a choke rejects each request by name, but for what is allowed fast', () => {
    const state = linkState()
    state.amChoking = false
    state.allowFast(2)
    state.receive(request(1))
    state.receive(request(2))
    expect(state.choke()).toEqual([{ piece: 1, begin: 0, length }])
    expect(state.queued).toEqual([{ piece: 2, begin: 0, length }])
  })

  test('while choked only what is allowed fast is served; the rest, and what we lack, is rejected', () => {
    const have = Bitfield.empty(pieceCount)
    have.set(2)
    const state = linkState({ have })
    state.allowFast(2)
    expect(state.receive(request(1))).toBe('reject')
    expect(state.receive(request(2))).toBe('news')
    state.amChoking = false
    expect(state.receive(request(5))).toBe('reject')
  })

  test('a cancelled request is rejected, unless its block has gone', () => {
    const state = linkState()
    state.amChoking = false
    state.receive(request(1))
    expect(state.receive({ ...request(1), name: 'cancel' })).toBe('reject')
    expect(state.receive({ ...request(1), name: 'cancel' })).toBe('nothing')
  })

  test('what was cancelled and asked for again is rejected for the cancel, and then comes', () => {
    const state = linkState()
    state.ask(request(1))
    state.giveUp(request(1))
    state.ask(request(1))
    expect(state.receive({ ...request(1), name: 'reject' })).toBe('nothing')
    expect(state.requested.size).toBe(1)
  })

  test('a reject ends what was asked for; one that was never asked for breaks a rule', () => {
    const state = linkState()
    state.ask({ piece: 1, begin: 0, length })
    expect(state.receive({ name: 'reject', piece: 1, begin: 0, length })).toBe('news')
    expect(state.requested.size).toBe(0)
    expect(() => state.receive({ name: 'reject', piece: 1, begin: 0, length })).toThrow('unrequested-reject')
  })

  test('a block given up may still be rejected or come', () => {
    const state = linkState()
    for (const begin of [0, length]) {
      state.ask({ piece: 1, begin, length })
      state.giveUp({ piece: 1, begin, length })
    }
    expect(state.receive({ name: 'reject', piece: 1, begin: 0, length })).toBe('nothing')
    expect(state.receive({ name: 'piece', piece: 1, begin: length, block })).toBe('nothing')
  })

  test.each([0, length - 1, length + 1])('a block given up that comes with %i bytes breaks a rule', (bytes) => {
    const state = linkState()
    state.ask({ piece: 1, begin: 0, length })
    state.giveUp({ piece: 1, begin: 0, length })
    const wrong = { name: 'piece', piece: 1, begin: 0, block: new Uint8Array(bytes) } as const
    expect(() => state.receive(wrong)).toThrow('block-out-of-range')
  })

  test.each(['suggest', 'allowed-fast'] as const)('%s of a piece that is none breaks a rule', (name) => {
    expect(() => linkState().receive({ name, piece: pieceCount })).toThrow('piece-out-of-range')
  })
})

describe('of a torrent that is not known yet', () => {
  test('nothing is believed, asked for or served, and nothing of that breaks a rule', () => {
    const state = new LinkState(null, true)
    const words: Message[] = [
      { name: 'have-all' },
      { name: 'have', piece: 99 },
      { name: 'allowed-fast', piece: 99 },
      { name: 'unchoke' },
      { name: 'interested' },
    ]
    for (const message of words) expect(state.receive(message)).toBe('news')
    expect(state.receive(request(0))).toBe('reject')
    expect(state.queued).toEqual([])
    expect(state.remotePieces.count).toBe(0)
    expect(() => state.receive({ name: 'piece', piece: 0, begin: 0, block })).toThrow('unrequested-block')
  })
})

test('too many unanswered requests break a rule, and what is given up is not remembered for ever', () => {
  const state = linkState()
  state.amChoking = false
  for (let i = 0; i < maxQueuedRequests; i++) state.receive(request(i % pieceCount))
  expect(() => state.receive(request(0))).toThrow('too-many-requests')
  for (let piece = 0; piece < 10_000; piece++) {
    state.ask({ piece, begin: 0, length })
    state.giveUp({ piece, begin: 0, length })
  }
  expect(() => state.receive({ name: 'reject', piece: 0, begin: 0, length })).toThrow('unrequested-reject')
  expect(state.receive({ name: 'reject', piece: 9_999, begin: 0, length })).toBe('nothing')
})
