import { expect, test } from 'vitest'
import type { InfoHash } from '../../../src-shared/swarm/ids.ts'
import { findingLine } from './finding-line.ts'

const infoHash = '11'.repeat(20) as InfoHash

test('discovery is told when it changes, with what it cannot do', () => {
  expect(findingLine({ type: 'discovery-changed', way: 'local', on: true, detail: null })).toBe('Local discovery is on')
  expect(findingLine({ type: 'discovery-changed', way: 'dht', on: false, detail: 'No port.' })).toBe(
    'The distributed hash table is off. No port.',
  )
})

test('what was found is told with who told it', () => {
  const found = { type: 'peers-found', infoHash, way: 'local', from: '10.0.0.7' } as const
  expect(findingLine({ ...found, addresses: 1 })).toBe('Found 1 peer by local discovery, told by 10.0.0.7')
  expect(findingLine({ ...found, addresses: 2, way: 'dht' })).toBe(
    'Found 2 peers by the distributed hash table, told by 10.0.0.7',
  )
  expect(findingLine({ ...found, addresses: 0 })).toBeUndefined()
  expect(findingLine({ type: 'tracker-running' })).toBeUndefined()
})
