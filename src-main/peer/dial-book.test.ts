import { beforeEach, describe, expect, test } from 'vitest'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Address, DialId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialOutcome } from './client.ts'
import { DialBook } from './dial-book.ts'

const [a, b, c, d] = ['10.0.0.1:5000', '10.0.0.2:5000', '10.0.0.3:5000', '10.0.0.4:5000'] as [
  Address,
  Address,
  Address,
  Address,
]
const nobody = new Set<Address>()
const second = 1_000

let reasons: Partial<Record<Address, DisconnectReason>>
let dialled: Address[]
let book: DialBook

beforeEach(() => {
  reasons = {}
  dialled = []
  const dial = async (to: Address): Promise<DialOutcome> => {
    dialled.push(to)
    const reason = reasons[to]
    const peer = 'ab'.repeat(20) as PeerId
    const how = reason ? ({ ok: false, reason } as const) : ({ ok: true, clientId: 5001, peer } as const)
    return { dial: 'D1' as DialId, result: { address: to, ...how } }
  }
  const numbers = { maxAddresses: 2, maxDials: 8, pauseMs: 5_000, maxPauseMs: 60_000, maxDialsOfOne: 8 }
  book = new DialBook({ dial, ...numbers })
})

/** Ticks, and lets the dials that begin end; answers who was dialled. */
async function tick(nowMs: number, linked: ReadonlySet<Address | null> = nobody): Promise<Address[]> {
  dialled = []
  book.tick(linked, nowMs)
  await Promise.resolve()
  await Promise.resolve()
  return dialled
}

test('an address is dialled less and less often while it does not answer, and not while it is linked', async () => {
  reasons[a] = { code: 'refused' }
  book.add(a, second)
  const times: number[] = []
  for (let at = 0; at <= 40; at++) if ((await tick(at * second)).length > 0) times.push(at)
  expect(times).toEqual([1, 6, 16, 36])
  expect(await tick(100 * second, new Set([a]))).toEqual([])
})

describe('in a full book', () => {
  test('a new address has no place while the others have hardly been tried', async () => {
    reasons[a] = { code: 'refused' }
    reasons[b] = { code: 'refused' }
    expect([book.add(a), book.add(b), book.add(c)]).toEqual([true, true, false])
    await tick(0)
    expect(book.add(c)).toBe(false)
  })

  test('it takes the place of the one that was dialled in vain most often', async () => {
    reasons[a] = { code: 'refused' }
    reasons[b] = { code: 'refused' }
    book.add(a)
    await tick(0)
    book.add(b)
    for (const at of [5, 10, 15]) await tick(at * second)
    expect(book.add(c)).toBe(true)
    expect(book.addresses).toEqual([b, c])
    expect(await tick(16 * second)).toEqual([c])
  })

  test('it takes the place of one that there is no use in dialling', async () => {
    reasons[a] = { code: 'self' }
    book.add(a)
    book.add(b)
    await tick(0)
    expect(book.add(c)).toBe(true)
    expect(book.addresses).toEqual([b, c])
    book.linkEnded(b, false, second)
    expect(book.add(d)).toBe(true)
    expect(book.addresses).toEqual([c, d])
  })
})
