import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { canonicalIp, parseIpv4, parseIpv6 } from '../../src-shared/swarm/ip.ts'
import { compactLength, decodeCompact } from '../../src-shared/wire/compact-address.ts'

/** Bytes of a packed address: the compact form of either kind (BEP 23, BEP 7), filled up with zeros. */
export const packedLength = compactLength.ipv6

/** No address: port 0, where nobody listens. */
export const noAddress: Uint8Array = new Uint8Array(packedLength)

/** An IP address as its 4 or 16 bytes, `::ffff:a.b.c.d` as 4; undefined when it is none. */
export function ipBytes(host: string): Uint8Array | undefined {
  const canonical = canonicalIp(host) ?? ''
  const bytes = parseIpv4(canonical) ?? parseIpv6(canonical)?.flatMap((group) => [group >> 8, group & 0xff])
  return bytes && Uint8Array.from(bytes)
}

/** An address in 18 bytes. */
export function packAddress(ip: Uint8Array, port: number): Uint8Array {
  const packed = new Uint8Array(packedLength)
  packed.set(ip)
  packed[ip.length] = port >> 8
  packed[ip.length + 1] = port & 0xff
  return packed
}

/** As packAddress, for an address as text; noAddress when it is no IP address. */
export function packText(address: Address): Uint8Array {
  const { host, port } = endpointOf(address)
  const ip = ipBytes(host)
  return ip ? packAddress(ip, port) : noAddress
}

/** Which kind it is of: the last bytes of an IPv4 address are the filling, and no port is 0. */
export function isPackedIpv6(packed: Uint8Array, at = 0): boolean {
  return packed[at + packedLength - 1] !== 0 || packed[at + packedLength - 2] !== 0
}

/** A packed address as text; null for noAddress. */
export function unpackAddress(packed: Uint8Array): Address | null {
  const family = isPackedIpv6(packed) ? 'ipv6' : 'ipv4'
  return decodeCompact(packed, family, 1)[0] ?? null
}

/** The IP of a packed address, as a view. */
export function packedIp(packed: Uint8Array): Uint8Array {
  return packed.subarray(0, isPackedIpv6(packed) ? 16 : 4)
}

/** Whether two rows of bytes are the same. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
