import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noFaults } from '../../src-shared/swarm/view.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { combineFaults, FaultyConnection } from './faulty-connection.ts'
import { MemoryNetwork } from './memory-transport.ts'
import type { Connection } from './transport.ts'

/** What one end of a connection has heard, with the time in front. */
function listen(connection: Connection, clock: ManualClock): string[] {
  const heard: string[] = []
  const note = (what: string) => heard.push(`${clock.nowMs()} ${what}`)
  connection.open({
    onData: (chunk) => note([...chunk].join()),
    onDrain: () => note('drain'),
    onClose: (ending) => note(ending),
  })
  return heard
}

async function faultyAndRemote() {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock, 0)
  let accepted: Connection | undefined
  await network.host('10.0.0.1').listen({ host: '10.0.0.1', port: 5000 }, (connection) => {
    accepted = connection
  })
  const dialling = network.host('10.0.0.2').dial({ host: '10.0.0.1', port: 5000 }, 5001)
  await clock.advance(0)
  const remote = await dialling.done
  const faulty = new FaultyConnection(accepted!, clock)
  return { clock, network, faulty, remote }
}

test('without faults everything goes straight through', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const [here, there] = [listen(faulty, clock), listen(remote, clock)]
  remote.write(Uint8Array.of(1))
  faulty.write(Uint8Array.of(2))
  await clock.advance(0)
  remote.end()
  await clock.advance(0)
  expect(here).toEqual(['0 1', '0 closed'])
  expect(there).toEqual(['0 2', '0 closed'])
  expect(clock.waiting).toBe(0)
})

test('frozen, it neither hears nor speaks; thawed, all of it goes on in order', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const [here, there] = [listen(faulty, clock), listen(remote, clock)]
  faulty.faults = { frozen: true, latencyMs: 0 }
  expect([1, 2].map((byte) => faulty.write(Uint8Array.of(byte)))).toEqual([false, false])
  expect(faulty.backlogBytes).toBe(2)
  for (const byte of [3, 4]) remote.write(Uint8Array.of(byte))
  await clock.advance(60_000)
  expect([here, there]).toEqual([[], []])
  faulty.faults = noFaults
  faulty.write(Uint8Array.of(5))
  await clock.advance(0)
  expect(here).toEqual(['60000 drain', '60000 3', '60000 4'])
  expect(there).toEqual(['60000 1', '60000 2', '60000 5'])
  expect(faulty.backlogBytes).toBe(0)
})

test('a remote cannot send for ever to a frozen connection', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const [, there] = [listen(faulty, clock), listen(remote, clock)]
  await clock.advance(0)
  faulty.faults = { frozen: true, latencyMs: 0 }
  while (remote.write(new Uint8Array(16 * 1024)));
  expect(remote.backlogBytes).toBeGreaterThan(0)
  faulty.faults = noFaults
  await clock.advance(0)
  expect(there).toEqual(['0 drain'])
})

test('room that comes while it is frozen is told after the thaw', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const here = listen(faulty, clock)
  while (faulty.write(new Uint8Array(16 * 1024)));
  faulty.faults = { frozen: true, latencyMs: 0 }
  listen(remote, clock)
  await clock.advance(100)
  expect(here).toEqual([])
  faulty.faults = noFaults
  expect(here).toEqual(['100 drain'])
})

test('frozen from the start, it hears everything after the thaw', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  faulty.faults = { frozen: true, latencyMs: 0 }
  const here = listen(faulty, clock)
  remote.write(Uint8Array.of(7))
  remote.end()
  await clock.advance(100)
  expect(here).toEqual([])
  faulty.faults = noFaults
  await clock.advance(0)
  expect(here).toEqual(['100 7', '100 closed'])
})

test('a frozen connection that is ended is reset, and its owner hears of it', async () => {
  const { clock, network, faulty, remote } = await faultyAndRemote()
  const [here, there] = [listen(faulty, clock), listen(remote, clock)]
  faulty.faults = { frozen: true, latencyMs: 0 }
  faulty.write(Uint8Array.of(1))
  faulty.end()
  await clock.advance(0)
  expect(here).toEqual(['0 closed'])
  expect(there).toEqual(['0 reset'])
  expect(faulty.over).toBe(true)
  expect(network.open.size).toBe(0)
})

test('a connection whose close is still under way to its owner is over once it is reset', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  faulty.faults = { frozen: false, latencyMs: 500 }
  const here = listen(faulty, clock)
  remote.write(Uint8Array.of(1))
  remote.end()
  await clock.advance(100)
  expect([here, faulty.over]).toEqual([[], false])
  faulty.reset()
  await clock.advance(1_000)
  expect([here, faulty.over]).toEqual([['100 closed'], true])
})

test('a chunk that is late by no whole number of ms is handed on when it is due, and not looked for again and again', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const here = listen(faulty, clock)
  // 43.4 + 298 - 298 is less than 43.4.
  faulty.faults = { frozen: false, latencyMs: 298 }
  await clock.advance(43.4)
  remote.write(Uint8Array.of(1))
  let looked = 0
  await clock.runUntil(() => here.length > 0 || ++looked > 20, 1_000)
  expect(here).toEqual(['341.4 1'])
})

test('latency holds up every chunk and the close, and less of it brings forward what is under way', async () => {
  const { clock, faulty, remote } = await faultyAndRemote()
  const here = listen(faulty, clock)
  faulty.faults = { frozen: false, latencyMs: 1_000 }
  remote.write(Uint8Array.of(1))
  await clock.advance(400)
  remote.write(Uint8Array.of(2))
  await clock.advance(700)
  remote.write(Uint8Array.of(3))
  remote.end()
  await clock.advance(0)
  faulty.faults = { frozen: false, latencyMs: 100 }
  await clock.advance(1_000)
  expect(here).toEqual(['1000 1', '1100 2', '1200 3', '1200 closed'])
})

test('whatever the faults, bytes arrive once and in order', async () => {
  const faults = fc.record({ frozen: fc.boolean(), latencyMs: fc.nat(300) })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(faults, fc.nat(200), fc.nat(3)), { maxLength: 20 }), async (steps) => {
      const { clock, faulty, remote } = await faultyAndRemote()
      const [here, there] = [listen(faulty, clock), listen(remote, clock)]
      let sent = 0
      for (const [next, restMs, chunks] of steps) {
        faulty.faults = next
        for (let i = 0; i < chunks; i++) {
          faulty.write(Uint8Array.of(sent))
          remote.write(Uint8Array.of(sent++))
        }
        await clock.advance(restMs)
      }
      faulty.faults = noFaults
      await clock.advance(1_000)
      const numbers = (heard: string[]) => heard.map((line) => line.split(' ')[1]).filter((word) => word !== 'drain')
      const all = Array.from({ length: sent }, (_, index) => String(index))
      expect(numbers(here)).toEqual(all)
      expect(numbers(there)).toEqual(all)
    }),
    { numRuns: 50 },
  )
})

test('faults of the peer and of the link add up', () => {
  const [late, frozen] = [
    { frozen: false, latencyMs: 20 },
    { frozen: true, latencyMs: 5 },
  ]
  expect(combineFaults(late, frozen)).toEqual({ frozen: true, latencyMs: 25 })
  expect(combineFaults(noFaults, noFaults)).toEqual(noFaults)
})
