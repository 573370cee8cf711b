import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseForm, endpointOf, formatAddress, isLoopback, parseAddress, splitAddresses } from './address.ts'
import type { Address } from './ids.ts'

function addressOf(text: string): string | undefined {
  const parsed = parseAddress(text)
  return parsed.ok ? parsed.address : undefined
}

function problemOf(text: string): string {
  const parsed = parseAddress(text)
  return parsed.ok ? `read as ${parsed.address}` : parsed.problem
}

describe('parseAddress', () => {
  it.each([
    ['127.0.0.1/7001', '127.0.0.1:7001'],
    ['127.0.0.1:7001', '127.0.0.1:7001'],
    ['  127.0.0.1 : 7001 ', '127.0.0.1:7001'],
    ['10.0.0.251', '10.0.0.251:5000'],
    ['[::1]:7001', '[::1]:7001'],
    ['[::1]/7001', '[::1]:7001'],
    ['::1/7001', '[::1]:7001'],
    ['[::1]', '[::1]:5000'],
    ['::1', '[::1]:5000'],
    ['2001:DB8:0:0::7', '[2001:db8::7]:5000'],
    ['[::ffff:127.0.0.1]:7001', '127.0.0.1:7001'],
    ['2001:db8:1:2:3:4:5:6789', '[2001:db8:1:2:3:4:5:6789]:5000'],
    ['127.0.0.1:65535', '127.0.0.1:65535'],
  ])('reads %s as %s', (text, address) => expect(addressOf(text)).toBe(address))

  it.each([
    ['', 'No address was given: type one such as 127.0.0.1:7001.'],
    ['10.0.0.999', '10.0.0.999 is not an IP address: each of the four numbers is 0–255.'],
    ['10.0.0', '10.0.0 is not an IP address: it needs four numbers with a dot between them, such as 10.0.0.251.'],
    ['10.0.0.01', '10.0.0.01 is not an IP address: none of its four numbers may start with an extra 0.'],
    ['127.0.0.1:0', '0 is not a port: a port is a number 1–65535.'],
    ['127.0.0.1/70000', '70000 is not a port: a port is a number 1–65535.'],
    ['127.0.0.1:http', 'http is not a port: a port is a number 1–65535.'],
    ['10.0.0.7:', 'The port is missing after 10.0.0.7: type it, such as 10.0.0.7:7001.'],
    [':7001', 'The IP address is missing before the port: type one such as 127.0.0.1:7001.'],
    ['7001', '7001 is only a number: type an address with its port, such as 127.0.0.1:7001.'],
    ['laptop-3:5000', 'laptop-3 is a name: type its IP address, such as 10.0.0.251.'],
    ['localhost', 'localhost is a name: type its IP address, such as 127.0.0.1.'],
    [
      '2001:db8:1:2:3:4:5:6:7001',
      '2001:db8:1:2:3:4:5:6:7001 needs brackets round its IPv6 address: type [2001:db8:1:2:3:4:5:6]:7001.',
    ],
    ['::1:65000', '::1:65000 needs brackets round its IPv6 address: type [::1]:65000.'],
    [
      '::1:7001',
      '::1:7001 can be read in two ways: type [::1]:7001 if 7001 is the port, or [::1:7001] if it is all address.',
    ],
    ['[::g]:7001', '::g is not an IPv6 address: it would look like ::1 or 2001:db8::7, with a port [::1]:7001.'],
  ])('says what is wrong with %j', (text, problem) => expect(problemOf(text)).toBe(problem))

  it.each(['fe80::1%eth0', '[fe80::1%eth0]:7001'])('says that %s means something on one computer only', (text) =>
    expect(problemOf(text)).toMatch(/fe80::1%eth0 names a network interface/),
  )

  it('shows hostile text short and without control characters', () => {
    expect(problemOf(`\u202e${'x'.repeat(100)}`)).toMatch(/^\?x{59}… /)
    expect(problemOf('x'.repeat(10_000)).length).toBeLessThan(200)
  })

  it('never throws, and reads its own spelling as the same address', () => {
    const nearly = fc.stringMatching(/^[0-9a-f:./[\]% ]{0,30}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        const parsed = parseAddress(text)
        if (parsed.ok) expect(parseAddress(parsed.address)).toEqual(parsed)
        else expect(parsed.problem).toMatch(/\.$/)
      }),
    )
  })

  it('reads back the two parts of every address', () => {
    const port = fc.integer({ min: 1, max: 65535 })
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), port, (host, portNumber) => {
        const address = formatAddress(host, portNumber)
        const { host: readHost } = endpointOf(address)
        expect(parseAddress(address)).toEqual({ ok: true, address, host: readHost, port: portNumber })
      }),
    )
  })
})

describe('formatAddress', () => {
  it('spells an IPv4 address that a dual-stack socket reports as IPv4', () =>
    expect(formatAddress('::ffff:10.0.0.251', 5000)).toBe('10.0.0.251:5000'))
  it('brackets IPv6', () => expect(formatAddress('FE80::1', 5000)).toBe('[fe80::1]:5000'))
})

describe('splitAddresses', () => {
  it('takes lines, commas, semicolons and spaces, and drops blanks', () =>
    expect(splitAddresses(' 10.0.0.1/5000,10.0.0.2;\r\n\n[::1]:7001  10.0.0.3, ')).toEqual([
      '10.0.0.1/5000',
      '10.0.0.2',
      '[::1]:7001',
      '10.0.0.3',
    ]))
  it('finds none in a blank text', () => expect(splitAddresses(' \n, ')).toEqual([]))
})

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s stays on this computer', (host) =>
    expect(isLoopback(host)).toBe(true),
  )
  it.each(['10.0.0.1', '128.0.0.1', '::', '::2', '127.0.0', 'localhost'])('%s does not', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
})

describe('courseForm', () => {
  it('is ip/port', () => expect(courseForm('127.0.0.1:7001' as Address)).toBe('127.0.0.1/7001'))
  it('keeps the brackets of IPv6', () => expect(courseForm('[::1]:7001' as Address)).toBe('[::1]/7001'))
})
