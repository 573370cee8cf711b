import { expect, test } from 'vitest'
import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { type Connection, DialError, type Transport } from '../net/transport.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { Clients, type DialledBy } from './clients.ts'
import { labConfig } from './config.ts'
import type { Link } from './link.ts'
import { PortPool } from './port-pool.ts'
import type { Room } from './room.ts'

const there = '10.0.0.7:6881' as Address
const closed = { code: 'closed-in-handshake' } as const
const refused = { code: 'refused' } as const

type Answer = 'in' | DisconnectReason

/** Clients that dial somebody who answers each handshake as the test says; which ways were tried, from which ports. */
function clientsOf(answers: { plain: Answer; encrypted: Answer }, changes: Partial<Room> = {}) {
  const tries: string[] = []
  const busy = new Set<number>()
  const localHosts: (string | undefined)[] = []
  const facts: SwarmFact[] = []
  const ends: (() => void)[] = []
  let port = 0
  const transport = {
    dial(_to, localPort, localHost) {
      port = localPort
      localHosts.push(localHost)
      const fails = busy.has(localPort)
      const done = fails ? Promise.reject(new DialError('local-port-busy', 'EADDRINUSE')) : Promise.resolve({})
      return { done: done as Promise<Connection>, cancel() {} }
    },
  } as Transport
  const room = { infoHash: 'ab'.repeat(20) as InfoHash, isPrivate: false, links: new Set<Link>(), ...changes } as Room
  let count = 0
  const clients = new Clients({
    transport,
    clock: new ManualClock(),
    config: labConfig,
    ports: new PortPool({ first: 5001, last: 5003 }),
    count: () => ++count,
    localHost: ({ host }) => (host === '10.0.0.7' ? '10.0.0.2' : undefined),
    isSelf: () => false,
    isBanned: () => false,
    greet: async (_connection, _dialled, encrypts) => {
      tries.push(`${encrypts ? 'encrypted' : 'plain'} ${port}`)
      const answer = answers[encrypts ? 'encrypted' : 'plain']
      if (answer !== 'in') return answer
      return { whenClosed: (callback: () => void) => ends.push(callback) } as unknown as Link
    },
    onPortFreed: () => undefined,
    observe: (fact) => facts.push(fact),
  })
  const end = () => {
    for (const callback of ends.splice(0)) callback()
  }
  const dial = async (by: DialledBy = 'person', to: string = there) => (await clients.dial(to, room, by)).result
  return { dial, end, tries, busy, localHosts, facts, answers, room }
}

test('who takes plain text is dialled once', async () => {
  const { dial, tries } = clientsOf({ plain: 'in', encrypted: 'in' })
  expect(await dial()).toMatchObject({ ok: true, clientId: 5001 })
  expect(tries).toEqual(['plain 5001'])
})

test('who closes that without a word is dialled encrypted at once, from the same port', async () => {
  const { dial, tries, facts } = clientsOf({ plain: closed, encrypted: 'in' })
  expect(await dial()).toMatchObject({ ok: true, clientId: 5001 })
  expect(tries).toEqual(['plain 5001', 'encrypted 5001'])
  expect(facts.map(({ type }) => type)).toEqual(['dial-started', 'dial-started'])
})

test('or from the next free port, where the first is not free any more', async () => {
  const clients = clientsOf({ plain: closed, encrypted: 'in' })
  const { plain } = clients.answers
  Object.defineProperty(clients.answers, 'plain', {
    get() {
      clients.busy.add(5001)
      return plain
    },
  })
  expect(await clients.dial()).toMatchObject({ ok: true, clientId: 5002 })
  expect(clients.tries).toEqual(['plain 5001', 'encrypted 5002'])
})

test.each<DisconnectReason>([
  { code: 'handshake-timed-out', seconds: 10 },
  { code: 'not-bittorrent' },
  { code: 'already-connected', clientId: null },
  { code: 'self' },
])('$code is no reason to encrypt', async (reason) => {
  const { dial, tries } = clientsOf({ plain: reason, encrypted: 'in' })
  expect(await dial()).toMatchObject({ ok: false, reason })
  expect(tries).toEqual(['plain 5001'])
})

test('our own kind never insists, so it is not asked', async () => {
  const { dial, tries } = clientsOf({ plain: closed, encrypted: 'in' }, { isOurKindAt: (address) => address === there })
  expect(await dial()).toMatchObject({ ok: false, reason: closed })
  expect(tries).toEqual(['plain 5001'])
})

test('when both fail, the reason is that of plain text', async () => {
  const { dial, facts } = clientsOf({ plain: closed, encrypted: { code: 'not-bittorrent' } })
  expect(await dial()).toMatchObject({ ok: false, reason: closed })
  expect(facts.at(-1)).toMatchObject({ type: 'dial-failed', clientId: 5001, reason: closed })
})

test('unless the encrypted handshake got through: then what came after it is the reason', async () => {
  const reason = { code: 'already-connected', clientId: null } as const
  const { dial, tries } = clientsOf({ plain: closed, encrypted: reason })
  expect(await dial()).toMatchObject({ ok: false, reason })
  await dial()
  expect(tries).toEqual(['plain 5001', 'encrypted 5001', 'encrypted 5001'])
})

test('who insisted is dialled encrypted the next time, and in plain text again once that has failed', async () => {
  const { dial, end, tries, answers } = clientsOf({ plain: closed, encrypted: 'in' })
  await dial()
  end()
  await dial()
  end()
  expect(tries.splice(0)).toEqual(['plain 5001', 'encrypted 5001', 'encrypted 5001'])
  answers.encrypted = refused
  expect(await dial()).toMatchObject({ ok: false, reason: refused })
  answers.plain = 'in'
  await dial()
  expect(tries).toEqual(['encrypted 5001', 'plain 5001'])
})

test('no more than 500 that insisted are remembered, the latest', async () => {
  const { dial, end, tries } = clientsOf({ plain: closed, encrypted: 'in' })
  const addresses = Array.from({ length: 501 }, (_, i) => formatAddress('10.0.0.8', 1_000 + i))
  for (const address of addresses) {
    await dial(undefined, address)
    end()
  }
  tries.length = 0
  for (const address of [addresses[500]!, addresses[1]!, addresses[0]!]) {
    await dial(undefined, address)
    end()
  }
  expect(tries).toEqual(['encrypted 5001', 'encrypted 5001', 'plain 5001', 'encrypted 5001'])
})

test('for a private torrent only whom its own tracker named is dialled', async () => {
  const { dial, tries } = clientsOf({ plain: 'in', encrypted: 'in' }, { isPrivate: true })
  expect(await dial()).toMatchObject({ ok: false, reason: { code: 'private-torrent' } })
  expect(tries).toEqual([])
  expect(await dial('tracker')).toMatchObject({ ok: true })
})

test('a dial comes from the address that is chosen for it, or from any', async () => {
  const { dial, localHosts } = clientsOf({ plain: 'in', encrypted: 'in' })
  await dial()
  await dial(undefined, '10.0.0.8:6881')
  expect(localHosts).toEqual(['10.0.0.2', undefined])
})

test('the room may explain why a dial failed', async () => {
  const reason = { code: 'one-per-address', agent: 'qBittorrent 4.5.2' } as const
  const explain: Room['explain'] = (to, why) => (to === there && why.code === closed.code ? reason : why)
  const { dial, facts } = clientsOf({ plain: closed, encrypted: closed }, { explain })
  expect(await dial()).toMatchObject({ ok: false, reason })
  expect(facts.at(-1)).toMatchObject({ type: 'dial-failed', reason })
})
