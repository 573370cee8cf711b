import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Rc4 } from '../../src-shared/wire/rc4.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { EncryptedConnection } from './encrypted-connection.ts'
import { FaultyConnection } from './faulty-connection.ts'
import { MemoryNetwork } from './memory-transport.ts'
import type { Connection } from './transport.ts'

const [there, back] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]

/** Both ends of a connection, and what passes between them. */
async function ends(cutAt = Number.POSITIVE_INFINITY) {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock, 0)
  let accepted: Connection | undefined
  await network.host('10.0.0.1').listen({ host: '10.0.0.1', port: 5000 }, (connection) => {
    accepted = connection
  })
  const dialling = network.host('10.0.0.2').dial({ host: '10.0.0.1', port: 5000 }, 5001)
  await clock.advance(0)
  const inner = await dialling.done
  const faulty = new FaultyConnection(accepted!, clock)
  const wire: number[] = []
  const write = inner.write.bind(inner)
  inner.write = (bytes) => {
    wire.push(...bytes)
    for (let at = 0; at < bytes.length; at += cutAt) write(bytes.subarray(at, at + cutAt))
    return true
  }
  const dialler = new EncryptedConnection(inner, { incoming: new Rc4(back), outgoing: new Rc4(there) })
  const acceptor = new EncryptedConnection(faulty, { incoming: new Rc4(there), outgoing: new Rc4(back) })
  return { clock, inner, faulty, dialler, acceptor, wire }
}

function listen(connection: Connection): { bytes: number[]; ended: string[] } {
  const heard: { bytes: number[]; ended: string[] } = { bytes: [], ended: [] }
  connection.open({
    onData: (chunk) => heard.bytes.push(...chunk),
    onDrain: () => heard.ended.push('drain'),
    onClose: (ending) => heard.ended.push(ending),
  })
  return heard
}

test('what one end writes the other reads, however it is cut; on its way it looks otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 20 }),
      async (writes, cutAt) => {
        const { clock, dialler, acceptor, wire } = await ends(cutAt)
        const [near, far] = [listen(dialler), listen(acceptor)]
        for (const bytes of writes) {
          dialler.write(bytes)
          acceptor.write(bytes)
        }
        await clock.advance(0)
        const all = writes.flatMap((bytes) => [...bytes])
        expect(far.bytes).toEqual(all)
        expect(near.bytes).toEqual(all)
        if (all.length > 8) expect(wire).not.toEqual(all)
      },
    ),
    { numRuns: 50 },
  )
})

test('what is written stays as it was, and so does what arrived', async () => {
  const { clock, inner, acceptor } = await ends()
  listen(acceptor)
  const shared = Uint8Array.of(7, 8, 9)
  acceptor.write(shared)
  inner.write(shared)
  await clock.advance(0)
  expect(shared).toEqual(Uint8Array.of(7, 8, 9))
})

test('a system buffer is copied as well', async () => {
  const { acceptor } = await ends()
  const shared = Buffer.from([7, 8, 9])
  acceptor.write(shared)
  expect([...shared]).toEqual([7, 8, 9])
})

test('the stream goes on where it was when the handlers change hands and when it pauses', async () => {
  const { clock, dialler, acceptor } = await ends()
  const first = listen(acceptor)
  dialler.write(Uint8Array.of(1, 2))
  await clock.advance(0)
  acceptor.pause()
  dialler.write(Uint8Array.of(3))
  await clock.advance(10)
  const second = listen(acceptor)
  dialler.write(Uint8Array.of(4))
  await clock.advance(0)
  acceptor.pause()
  dialler.write(Uint8Array.of(5))
  await clock.advance(10)
  expect([first.bytes, second.bytes]).toEqual([
    [1, 2],
    [3, 4],
  ])
  acceptor.resume()
  await clock.advance(0)
  expect(second.bytes).toEqual([3, 4, 5])
})

test('trouble made on purpose works below: frozen and late, nothing is lost or changed', async () => {
  const { clock, dialler, acceptor, faulty } = await ends()
  const [near, far] = [listen(dialler), listen(acceptor)]
  faulty.faults = { frozen: true, latencyMs: 0 }
  for (const byte of [1, 2]) {
    dialler.write(Uint8Array.of(byte))
    expect(acceptor.write(Uint8Array.of(byte))).toBe(false)
  }
  expect(acceptor.backlogBytes).toBe(2)
  await clock.advance(1_000)
  expect([near.bytes, far.bytes]).toEqual([[], []])
  faulty.faults = { frozen: false, latencyMs: 500 }
  await clock.advance(499)
  expect(near.bytes).toEqual([1, 2])
  await clock.advance(500)
  expect(far.bytes).toEqual([1, 2])
  expect(far.ended).toEqual(['drain'])
})

test('both endings come through, and the ends are those of the connection', async () => {
  for (const [how, ending] of [
    ['end', 'closed'],
    ['reset', 'reset'],
  ] as const) {
    const { clock, dialler, acceptor } = await ends()
    const far = listen(acceptor)
    dialler[how]()
    await clock.advance(0)
    expect(far.ended).toEqual([ending])
    expect([dialler.local, dialler.remote]).toEqual([acceptor.remote, acceptor.local])
  }
})
