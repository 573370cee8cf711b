// Addresses in their compact form (BEP 23, BEP 7): the bytes of the IP address, then the port in 2 bytes, one after another.

import { endpointOf, formatAddress } from '../swarm/address.ts'
import type { Address } from '../swarm/ids.ts'
import { parseIpv4, parseIpv6 } from '../swarm/ip.ts'

/** Bytes in one compact address. */
export const compactLength = { ipv4: 6, ipv6: 18 } as const

export type IpFamily = keyof typeof compactLength

/** Which kind of IP address it is of. */
export function ipFamilyOf(address: Address): IpFamily {
  return address.startsWith('[') ? 'ipv6' : 'ipv4'
}

/** The compact form of addresses of one kind. Throws a RangeError for one of the other kind: only our own come here. */
export function encodeCompact(addresses: readonly Address[], family: IpFamily): Uint8Array {
  return Uint8Array.from(addresses.flatMap((address) => compactBytes(address, family)))
}

/** The first `max` addresses of a compact form, undefined where the port is 0; an address that is cut off is left out. */
export function decodeCompact(bytes: Uint8Array, family: IpFamily, max: number): (Address | undefined)[] {
  const length = compactLength[family]
  const count = Math.min(max, Math.floor(bytes.length / length))
  return Array.from({ length: count }, (_, i) => readCompact(bytes.subarray(i * length, (i + 1) * length)))
}

function compactBytes(address: Address, family: IpFamily): number[] {
  const { host, port } = endpointOf(address)
  const ip = family === 'ipv4' ? parseIpv4(host) : parseIpv6(host)?.flatMap((group) => [group >> 8, group & 0xff])
  if (!ip) throw new RangeError(`${address} is not an ${family} address`)
  return [...ip, port >> 8, port & 0xff]
}

function readCompact(bytes: Uint8Array): Address | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const port = view.getUint16(bytes.length - 2)
  if (port === 0) return undefined
  if (bytes.length === compactLength.ipv4) return formatAddress(bytes.subarray(0, 4).join('.'), port)
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i).toString(16))
  return formatAddress(groups.join(':'), port)
}
