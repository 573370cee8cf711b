import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../swarm/address.ts'
import type { Address } from '../swarm/ids.ts'
import { compactLength, decodeCompact, encodeCompact, type IpFamily, ipFamilyOf } from './compact-address.ts'
import { bytesOf } from './message-samples.ts'

const v4 = ['127.0.0.1:5000', '10.0.0.251:65535'] as Address[]
const v6 = ['[::1]:5000', '[2001:db8::7]:1'] as Address[]

test('an IPv4 address takes 6 bytes, an IPv6 address 18', () => {
  expect(encodeCompact(v4, 'ipv4')).toEqual(bytesOf('7f000001 1388 0a0000fb ffff'))
  expect(encodeCompact(v6, 'ipv6')).toEqual(
    bytesOf('00000000000000000000000000000001 1388 20010db8000000000000000000000007 0001'),
  )
  expect(decodeCompact(encodeCompact(v4, 'ipv4'), 'ipv4', 9)).toEqual(v4)
  expect(decodeCompact(encodeCompact(v6, 'ipv6'), 'ipv6', 9)).toEqual(v6)
})

test('an IPv4 address in IPv6 clothes is read as what it is', () => {
  expect(decodeCompact(bytesOf('00000000000000000000ffff7f000001 1388'), 'ipv6', 9)).toEqual(['127.0.0.1:5000'])
})

test('port 0 keeps its place without an address, and what is cut off is left out', () => {
  expect(decodeCompact(bytesOf('7f000001 0000 0a000001 0007 0a00'), 'ipv4', 9)).toEqual([undefined, '10.0.0.1:7'])
})

test('no more than asked for are read', () => {
  expect(decodeCompact(new Uint8Array(60_000).fill(1), 'ipv4', 3)).toHaveLength(3)
})

test('an address of the other kind is our own mistake', () => {
  expect(() => encodeCompact(v6, 'ipv4')).toThrow(RangeError)
})

test('any bytes give addresses in their one spelling, and these give the same bytes again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom<IpFamily>('ipv4', 'ipv6'), (bytes, family) => {
      const length = compactLength[family]
      for (const [i, address] of decodeCompact(bytes, family, 100).entries()) {
        const own = bytes.subarray(i * length, (i + 1) * length)
        if (address === undefined) {
          expect([...own.subarray(-2)]).toEqual([0, 0])
          continue
        }
        const parsed = parseAddress(address)
        expect(parsed.ok && formatAddress(parsed.host, parsed.port)).toBe(address)
        if (ipFamilyOf(address) === family) expect(encodeCompact([address], family)).toEqual(own.slice())
      }
    }),
  )
})
