import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, test } from 'vitest'
import { outletAt } from '../testing/memory-multicast.ts'
import { isNear, outletsFor, outletsOf } from './own-outlets.ts'

const mac = '02:00:00:00:00:01'
const v4 = (address: string, prefix = 24, internal = false): NetworkInterfaceInfo => {
  return { family: 'IPv4', address, cidr: `${address}/${prefix}`, netmask: '', mac, internal }
}
const v6 = (address: string, prefix = 64, scopeid = 0): NetworkInterfaceInfo => {
  return { family: 'IPv6', address, cidr: `${address}/${prefix}`, netmask: '', mac, internal: false, scopeid }
}

describe('the outlets of a computer', () => {
  const interfaces = {
    lo: [v4('127.0.0.1', 8, true)],
    eth0: [v4('10.0.0.7'), v4('10.0.0.8'), v6('fe80::1', 64, 2), v6('fd00::7')],
    wlan0: [v6('fe80::2', 64, 3)],
    gone: undefined,
  }

  test('are its addresses, without link-local ones', () => {
    expect(outletsOf(interfaces, 'linux')).toEqual([
      { name: 'lo', family: 'ipv4', address: '127.0.0.1', cidr: '127.0.0.1/8', zone: 'lo', isLoopback: true },
      { name: 'eth0', family: 'ipv4', address: '10.0.0.7', cidr: '10.0.0.7/24', zone: 'eth0', isLoopback: false },
      { name: 'eth0', family: 'ipv4', address: '10.0.0.8', cidr: '10.0.0.8/24', zone: 'eth0', isLoopback: false },
      { name: 'eth0', family: 'ipv6', address: 'fd00::7', cidr: 'fd00::7/64', zone: 'eth0', isLoopback: false },
    ])
  })

  test('are numbered on Windows', () => {
    expect(outletsOf(interfaces, 'win32').map(({ zone }) => zone)).toEqual(['0', '2', '2', '2'])
  })
})

describe('of a server that listens', () => {
  const [lo, first, alias, second, sixth] = [
    outletAt('127.0.0.1', 'lo'),
    outletAt('10.0.0.7'),
    outletAt('10.0.0.8'),
    outletAt('10.1.0.7', 'wlan0'),
    outletAt('fd00:1::7'),
  ] as const
  const all = [lo, first, alias, second, sixth]

  test.each([
    ['everywhere', '::', all, [first, second, sixth]],
    ['at every IPv4 address', '0.0.0.0', all, [first, second]],
    ['at one address', '10.1.0.7', all, [second]],
    ['at the second address of an interface', '10.0.0.8', all, [alias]],
    ['at an address that is gone', '10.2.0.7', all, []],
    ['everywhere on a computer without network', '::', [lo], [lo]],
    ['on this computer only', '127.0.0.1', all, [lo]],
  ])('%s', (_, host, outlets, expected) => expect(outletsFor(host, outlets)).toEqual(expected))
})

test('near is who is in the network of an outlet', () => {
  const outlets = [outletAt('10.0.0.7'), { ...outletAt('192.168.1.9'), cidr: '192.168.1.9/16' }, outletAt('fd00:1::7')]
  const hosts = ['10.0.0.1', '10.0.1.1', '192.168.200.1', '192.169.0.1', 'fd00:1::99', 'fd00:2::99', '8.8.8.8']
  expect(hosts.filter((host) => isNear(host, outlets))).toEqual(['10.0.0.1', '192.168.200.1', 'fd00:1::99'])
  expect(isNear('10.0.0.1', [])).toBe(false)
})
