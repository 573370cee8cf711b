import { describe, expect, test } from 'vitest'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { ipBytes, noAddress, packAddress, packedIp, packText, unpackAddress } from './packed-address.ts'
import { reachOf } from './reach.ts'

test.each(['10.0.0.1:6881', '255.255.255.255:65535', '[2001:db8::1]:80', '[::1]:1'] as Address[])(
  '%s packs and unpacks',
  (address) => {
    const packed = packText(address)
    expect(packed).toHaveLength(18)
    expect(unpackAddress(packed)).toBe(address)
  },
)

test('IPv4 written as IPv6 is IPv4', () => {
  expect(ipBytes('::ffff:10.0.0.1')).toEqual(Uint8Array.of(10, 0, 0, 1))
  expect(packedIp(packAddress(Uint8Array.of(10, 0, 0, 1), 6881))).toEqual(Uint8Array.of(10, 0, 0, 1))
})

test('what is no IP address, or has no port, is no address', () => {
  expect(ipBytes('localhost')).toBeUndefined()
  expect(packText('localhost:5000' as Address)).toBe(noAddress)
  expect(unpackAddress(noAddress)).toBeNull()
})

describe('where an address leads', () => {
  test.each([
    ['10.0.0.1', 'everywhere'],
    ['169.254.7.7', 'everywhere'],
    ['223.255.255.255', 'everywhere'],
    ['127.0.0.1', 'here'],
    ['127.0.0.2', 'here-only'],
    ['127.1.0.1', 'here-only'],
    ['0.0.0.0', 'nowhere'],
    ['0.1.2.3', 'nowhere'],
    ['224.0.0.1', 'nowhere'],
    ['255.255.255.255', 'nowhere'],
    ['2001:db8::1', 'everywhere'],
    ['fec0::1', 'everywhere'],
    ['::2', 'everywhere'],
    ['::1', 'here'],
    ['::', 'nowhere'],
    ['fe80::1', 'nowhere'],
    ['febf::1', 'nowhere'],
    ['ff02::1', 'nowhere'],
    ['::ffff:127.0.0.1', 'here'],
  ])('%s: %s', (host, reach) => {
    expect(reachOf(ipBytes(host)!)).toBe(reach)
  })
})
