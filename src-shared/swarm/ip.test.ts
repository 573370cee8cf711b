import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalIp, parseIpv6 } from './ip.ts'

describe('canonicalIp', () => {
  it.each([
    ['10.0.0.251', '10.0.0.251'],
    ['::FFFF:10.0.0.251', '10.0.0.251'],
    ['::ffff:a00:fb', '10.0.0.251'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['1::', '1::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('spells %s as %s', (text, canonical) => expect(canonicalIp(text)).toBe(canonical))

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1:2:3',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '1.2.3.4::',
    '12345::',
    '1:2:3:4:5:6:7::8',
  ])('refuses %s', (text) => expect(canonicalIp(text)).toBeUndefined())

  it('keeps every IPv6 address the same address', () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        fc.pre(groups[5] !== 0xffff || groups.slice(0, 5).some((each) => each !== 0))
        const canonical = canonicalIp(groups.map((each) => each.toString(16)).join(':'))!
        expect(parseIpv6(canonical)).toEqual(groups)
        expect(canonicalIp(canonical)).toBe(canonical)
      }),
    )
  })
})
