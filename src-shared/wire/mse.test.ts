import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InfoHash } from '../swarm/ids.ts'
import { bigEndian, ciphersOf, labelledHash, type MseTools, maskSwarmHash, swarmHash } from './mse.ts'
import { MseDialogue, type MseResult } from './mse-dialogue.ts'
import { initiate } from './mse-initiator.ts'
import { publicKeyOf, sharedSecret } from './mse-key-exchange.ts'
import { respond } from './mse-responder.ts'
import { joined, type MseScript, send, take } from './mse-script.ts'
import { MseSwarms } from './mse-swarms.ts'

const infoHash = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3' as InfoHash
const other = 'ff'.repeat(20) as InfoHash
const nothing = new Uint8Array(0)
const initial = new TextEncoder().encode('a handshake')

// Stands for SHA-1: 20 bytes in which every byte of the input has a part.
function mixed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 20 }, (_, place) => {
    let state = 0x811c9dc5 + place
    for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193)
    return (state ^ (state >>> 15)) & 0xff
  })
}

/** Draws of bytes that a seed decides; pads are `padLength` long where that is given. */
function tools(seed: number, padLength?: number): MseTools {
  let state = seed
  return {
    sha1: mixed,
    randomBytes: (count) => {
      if (count === 2 && padLength !== undefined) return bigEndian(padLength, 2)
      return Uint8Array.from({ length: count }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        return state >>> 24
      })
    },
  }
}

const initiator = (parts = tools(1)) => new MseDialogue(initiate({ ...parts, infoHash, initial }))

function responder(parts = tools(2), ours: InfoHash[] = [other, infoHash]): MseDialogue {
  const swarms = new MseSwarms(mixed)
  return new MseDialogue(respond({ ...parts, swarmOf: (hash) => swarms.find(hash, ours) }))
}

/** Both ends until nothing is under way any more; each chunk is cut by `cut`. */
function converse(a: MseDialogue, b: MseDialogue, cut: (bytes: Uint8Array) => Uint8Array[] = (bytes) => [bytes]) {
  const results: { a?: MseResult | undefined; b?: MseResult | undefined } = {}
  const toA: Uint8Array[] = []
  const toB: Uint8Array[] = []
  const push = (side: 'a' | 'b', chunk: Uint8Array) => {
    const { send, result } = (side === 'a' ? a : b).push(chunk)
    for (const bytes of send) (side === 'a' ? toB : toA).push(...cut(bytes))
    if (result) results[side] = result
  }
  push('a', nothing)
  for (let turns = 0; turns < 10_000; turns++) {
    const [forA, forB] = [results.a ? undefined : toA.shift(), results.b ? undefined : toB.shift()]
    if (!forA && !forB) break
    if (forB) push('b', forB)
    if (forA) push('a', forA)
  }
  return { ...results, leftForA: joined(...toA), leftForB: joined(...toB) }
}

/** Both agreed, and each decrypts what the other encrypts. */
function expectAgreement({ a, b }: ReturnType<typeof converse>, encryption: 'handshake' | 'rc4'): void {
  if (typeof a !== 'object' || typeof b !== 'object') return expect.unreachable(`${a} ${b}`)
  expect([a.encryption, b.encryption]).toEqual([encryption, encryption])
  expect(b.infoHash).toBe(infoHash)
  expect(new TextDecoder().decode(b.rest)).toBe('a handshake')
  expect(a.rest).toHaveLength(0)
  const [there, back] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]
  expect(b.incoming.apply(a.outgoing.apply(there.slice()))).toEqual(there)
  expect(a.incoming.apply(b.outgoing.apply(back.slice()))).toEqual(back)
}

const singly = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))

/** What a rude initiator does otherwise than a polite one. */
interface Rudeness {
  readonly publicKey?: Uint8Array
  readonly skipped?: number
  readonly sync?: Uint8Array
  readonly meant?: InfoHash
  readonly verification?: Uint8Array
  readonly methods?: Uint8Array
  readonly padLength?: number
  readonly rest?: Uint8Array
}

/** Everything an initiator says, to a responder whose tools are those of seed 2. */
function rudely(rude: Rudeness): Uint8Array {
  const parts = tools(1)
  const privateKey = parts.randomBytes(20)
  const secret = sharedSecret(privateKey, publicKeyOf(tools(2).randomBytes(20)))!
  const { fromA } = ciphersOf(parts, secret, rude.meant ?? infoHash)
  const padLength = rude.padLength ?? 0
  const offer = joined(
    rude.verification ?? new Uint8Array(8),
    rude.methods ?? bigEndian(3, 4),
    bigEndian(padLength, 2),
    new Uint8Array(Math.min(padLength, 600)),
    bigEndian(initial.length, 2),
    initial,
  )
  return joined(
    rude.publicKey ?? publicKeyOf(privateKey),
    new Uint8Array(rude.skipped ?? 0),
    rude.sync ?? labelledHash(parts, 'req1', secret),
    maskSwarmHash(parts, secret, swarmHash(parts, rude.meant ?? infoHash)),
    fromA.apply(offer),
    rude.rest ?? nothing,
  )
}

const answerTo = (rude: Rudeness) => responder().push(rudely(rude)).result
const problemOf = (result: MseResult | undefined) => (typeof result === 'object' ? result.encryption : result)

describe('both ends', () => {
  test('come to an understanding: the stream goes on as it is', () => {
    expectAgreement(converse(initiator(), responder()), 'handshake')
  })

  test('do so byte by byte', () => {
    expectAgreement(converse(initiator(), responder(), singly), 'handshake')
  })

  test('do so however what they say is cut in two', () => {
    for (let at = 0; at < 800; at += 7) {
      const cut = (bytes: Uint8Array) => [bytes.subarray(0, at), bytes.subarray(at)].filter(({ length }) => length > 0)
      expectAgreement(converse(initiator(tools(at)), responder(tools(at + 1)), cut), 'handshake')
    }
  })

  test('do so whatever the lengths of their pads are', () => {
    const pad = fc.integer({ min: 0, max: 512 })
    fc.assert(
      fc.property(fc.nat(), pad, pad, fc.integer({ min: 1, max: 700 }), (seed, ours, theirs, chunk) => {
        const cut = (bytes: Uint8Array) =>
          Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk))
        expectAgreement(converse(initiator(tools(seed, ours)), responder(tools(seed + 1, theirs)), cut), 'handshake')
      }),
      { numRuns: 40 },
    )
  })

  test.each([0, 512])('do so with pads of %i bytes', (length) => {
    expectAgreement(converse(initiator(tools(1, length)), responder(tools(2, length))), 'handshake')
  })

  test('get what follows the handshake: as it is, or decrypted', () => {
    const [plain, rc4] = [1, 2].map((method) => {
      const result = responder().push(rudely({ methods: bigEndian(method, 4), rest: Uint8Array.of(1, 2, 3) })).result
      return typeof result === 'object' ? result.rest : undefined
    })
    expect(plain).toEqual(joined(initial, Uint8Array.of(1, 2, 3)))
    expect(rc4?.subarray(0, initial.length)).toEqual(initial)
    const parts = tools(1)
    const secret = sharedSecret(parts.randomBytes(20), publicKeyOf(tools(2).randomBytes(20)))!
    const { fromA } = ciphersOf(parts, secret, infoHash)
    fromA.apply(new Uint8Array(8 + 4 + 2 + 2 + initial.length))
    expect(rc4?.subarray(initial.length)).toEqual(fromA.apply(Uint8Array.of(1, 2, 3)))
  })
})

describe('a responder', () => {
  test.each([
    [0, 'no-common-method'],
    [1, 'handshake'],
    [2, 'rc4'],
    [3, 'handshake'],
    [4, 'no-common-method'],
    [6, 'rc4'],
    [255, 'handshake'],
  ])('offered the methods %i chooses %s', (methods, expected) => {
    expect(problemOf(answerTo({ methods: bigEndian(methods, 4) }))).toBe(expected)
  })

  test('does not mind methods that nobody knows yet', () => {
    expect(problemOf(answerTo({ methods: Uint8Array.of(0x80, 0, 0, 2) }))).toBe('rc4')
  })

  test.each(Array.from({ length: 95 }, (_, i) => i).filter((i) => i % 19 === 0))(
    'says nothing before the whole key is there: %i bytes',
    (length) => {
      expect(responder().push(rudely({}).subarray(0, length))).toEqual({ send: [], result: undefined })
    },
  )

  test('waits, whatever byte it is cut off at, and then goes on', () => {
    const all = rudely({ padLength: 30, skipped: 40 })
    for (let length = 0; length < all.length; length++) {
      const dialogue = responder()
      expect(dialogue.push(all.subarray(0, length)).result).toBeUndefined()
      expect(problemOf(dialogue.push(all.subarray(length)).result)).toBe('handshake')
    }
  })

  test('finds the beginning of what is secret behind the longest pad, and gives up behind a longer one', () => {
    expect(problemOf(answerTo({ skipped: 512 }))).toBe('handshake')
    expect(answerTo({ skipped: 513 })).toBe('not-mse')
  })

  test('gives up after 628 bytes in which nothing is found', () => {
    const noise = joined(publicKeyOf(Uint8Array.of(9)), new Uint8Array(532).fill(7))
    const dialogue = responder()
    expect(dialogue.push(noise.subarray(0, 627)).result).toBeUndefined()
    expect(dialogue.push(noise.subarray(627)).result).toBe('not-mse')
  })

  test.each<[string, Rudeness, MseResult]>([
    ['a key that is none', { publicKey: new Uint8Array(96) }, 'not-mse'],
    ['the key 1', { publicKey: Uint8Array.from({ length: 96 }, (_, i) => (i === 95 ? 1 : 0)) }, 'not-mse'],
    ['a wrong beginning', { sync: new Uint8Array(20), rest: new Uint8Array(600) }, 'not-mse'],
    ['a swarm that is not ours', { meant: '11'.repeat(20) as InfoHash }, 'unknown-swarm'],
    ['a wrong key', { verification: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) }, 'not-mse'],
    ['a pad that is too long', { padLength: 513 }, 'not-mse'],
    ['an endless pad', { padLength: 0xffff, rest: new Uint8Array(0x1_0000) }, 'not-mse'],
  ])('refuses %s', (_name, rude, expected) => {
    expect(answerTo(rude)).toBe(expected)
  })

  test('gives an answer or waits for more, whatever comes', () => {
    const all = rudely({ padLength: 20, skipped: 10 })
    const spoilt = fc
      .tuple(fc.nat(all.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([at, change]) => Uint8Array.from(all, (byte, i) => (i === at ? byte ^ change : byte)))
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 1_000 })), (bytes) => {
        const { result } = responder().push(bytes)
        expect(['undefined', 'string', 'object']).toContain(typeof result)
      }),
      { numRuns: 100 },
    )
  })
})

describe('an initiator', () => {
  /** A responder that answers as it likes. */
  function* rudeResponder(choice: (pad: number) => Uint8Array, pad = 0, skipped = 0): MseScript<'not-mse'> {
    const parts = tools(2)
    const privateKey = parts.randomBytes(20)
    yield* send(publicKeyOf(privateKey))
    const secret = sharedSecret(privateKey, yield* take(96))!
    const { fromB } = ciphersOf(parts, secret, infoHash)
    yield* send(new Uint8Array(skipped), fromB.apply(choice(pad)))
    return 'not-mse'
  }

  const choose = (method: number, verification: Uint8Array = new Uint8Array(8)) =>
    function* (pad: number, skipped: number): MseScript<'not-mse'> {
      const choice = () => joined(verification, bigEndian(method, 4), bigEndian(pad, 2), new Uint8Array(pad))
      return yield* rudeResponder(choice, pad, skipped)
    }

  const answeredBy = (method: number, pad = 0, skipped = 0, verification?: Uint8Array) =>
    problemOf(converse(initiator(), new MseDialogue(choose(method, verification)(pad, skipped))).a)

  test('goes on as the other side chooses', () => {
    expect(answeredBy(1)).toBe('handshake')
    expect(answeredBy(2, 512)).toBe('rc4')
  })

  test('refuses a choice that was not offered', () => {
    for (const method of [0, 3, 4, 5]) expect(answeredBy(method)).toBe('no-common-method')
  })

  test('looks for the answer behind the longest pad, and no further', () => {
    expect(answeredBy(2, 0, 512)).toBe('rc4')
    expect(answeredBy(2, 100, 513)).toBe('not-mse')
  })

  test('refuses a pad that is too long', () => {
    expect(answeredBy(2, 513)).not.toBe('rc4')
  })

  test('does not find what was encrypted wrongly', () => {
    expect(answeredBy(2, 512, 100, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))).toBe('not-mse')
  })

  test.each([0, 1])('refuses the key %i', (key) => {
    const dialogue = initiator()
    dialogue.push(nothing)
    expect(dialogue.push(Uint8Array.from({ length: 96 }, (_, i) => (i === 95 ? key : 0))).result).toBe('not-mse')
  })

  test('gives an answer or waits for more, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 800, minLength: 96 }), (bytes) => {
        const dialogue = initiator()
        dialogue.push(nothing)
        expect(['undefined', 'string']).toContain(typeof dialogue.push(bytes).result)
      }),
      { numRuns: 50 },
    )
  })
})

test('each swarm is hashed once, however many connections ask', () => {
  let hashed = 0
  const swarms = new MseSwarms((bytes) => {
    hashed++
    return mixed(bytes)
  })
  const ours = Array.from({ length: 1_000 }, (_, i) => i.toString(16).padStart(40, '0') as InfoHash)
  for (let i = 0; i < 50; i++) expect(swarms.find(swarmHash({ sha1: mixed }, ours[i * 7]!), ours)).toBe(ours[i * 7])
  for (let i = 0; i < 50; i++) expect(swarms.find(new Uint8Array(20), ours)).toBeUndefined()
  expect(hashed).toBe(1_000)
})
