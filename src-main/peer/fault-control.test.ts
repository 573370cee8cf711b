import { expect, test } from 'vitest'
import { MemoryNetwork } from '../net/memory-transport.ts'
import type { Connection } from '../net/transport.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { FaultControl } from './fault-control.ts'

const frozen = { frozen: true, latencyMs: 0 }
const server = { host: '10.0.0.1', port: 5000 }

test('a connection that is over is forgotten, and trouble that is made later does not bring it back', async () => {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock)
  const accepted: Connection[] = []
  await network.host('10.0.0.1').listen(server, (connection) => void accepted.push(connection))
  const dialling = network.host('10.0.0.2').dial(server, 0).done
  await clock.advance(100)
  const control = new FaultControl(clock)
  const wrapped = control.wrap(accepted[0]!)
  wrapped.open({ onData() {}, onDrain() {}, onClose() {} })
  control.setOne(wrapped, frozen)
  expect(wrapped.faults.frozen).toBe(true)
  control.setOne(wrapped, { frozen: false, latencyMs: 0 })
  const far = await dialling
  far.end()
  await clock.advance(100)
  control.setAll(frozen)
  control.setOne(wrapped, frozen)
  expect(wrapped.faults.frozen).toBe(false)
  expect(control.wrap(accepted[0]!).faults.frozen).toBe(true)
})
