// The extension `ut_pex` (BEP 11): peers tell one another whom they are connected to.

import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { type BencodedDictionary, bytesField } from '../metainfo/bencode-field.ts'
import type { Address } from '../swarm/ids.ts'
import { decodeCompact, encodeCompact, type IpFamily, ipFamilyOf } from './compact-address.ts'
import { decodeExtendedDictionary } from './extended.ts'

/** The name of the extension in `m` of the extension handshake. */
export const pexExtension = 'ut_pex'

/** The most addresses that one message adds, and that it drops. */
export const maxPexPeers = 50

/** A peer that the sender is connected to, by the address where it listens. */
export interface PexPeer {
  readonly address: Address
  readonly prefersEncryption: boolean
  /** A seeder, or one that wants nothing any more (BEP 21). */
  readonly uploadOnly: boolean
  /** The sender dialled it, so it can be dialled. */
  readonly reachable: boolean
}

/** What has changed since the sender's last message: new connections, and those that are over. */
export interface PexMessage {
  readonly added: readonly PexPeer[]
  readonly dropped: readonly Address[]
}

// The flags of an added peer.
const prefersEncryptionBit = 0x01
const uploadOnlyBit = 0x02
const reachableBit = 0x10

/** The payload, after the extension id, of a message: the first 50 added and the first 50 dropped of those given. */
export function encodePexMessage({ added, dropped }: PexMessage): Uint8Array {
  const entries = new Map<string, Bencodable>()
  for (const family of ['ipv4', 'ipv6'] as const) {
    const keys = keysOf[family]
    const ours = added.slice(0, maxPexPeers).filter((peer) => ipFamilyOf(peer.address) === family)
    const gone = dropped.slice(0, maxPexPeers).filter((address) => ipFamilyOf(address) === family)
    const addresses = ours.map((peer) => peer.address)
    entries.set(keys.added, encodeCompact(addresses, family))
    entries.set(keys.flags, Uint8Array.from(ours, flagsOf))
    entries.set(keys.dropped, encodeCompact(gone, family))
  }
  return encodeBencode(entries)
}

/**
 * Reads a message's payload: of IPv4 and of IPv6 at most the first 50 added and the first 50 dropped; those with port 0
 * and repeated ones are left out. Throws ProtocolError `bad-extended` when it is no dictionary.
 */
export function decodePexMessage(payload: Uint8Array): PexMessage {
  const dictionary = decodeExtendedDictionary(payload)
  const added = [...readAdded(dictionary, 'ipv4'), ...readAdded(dictionary, 'ipv6')]
  const dropped = [...readAddresses(dictionary, 'dropped', 'ipv4'), ...readAddresses(dictionary, 'dropped', 'ipv6')]
  return {
    added: [...new Map(added.map((peer) => [peer.address, peer])).values()],
    dropped: [...new Set(dropped.filter((address) => address !== undefined))],
  }
}

const keysOf = {
  ipv4: { added: 'added', flags: 'added.f', dropped: 'dropped' },
  ipv6: { added: 'added6', flags: 'added6.f', dropped: 'dropped6' },
} as const

function flagsOf(peer: PexPeer): number {
  return (
    (peer.prefersEncryption ? prefersEncryptionBit : 0) |
    (peer.uploadOnly ? uploadOnlyBit : 0) |
    (peer.reachable ? reachableBit : 0)
  )
}

function readAdded(dictionary: BencodedDictionary, family: IpFamily): PexPeer[] {
  const flags = bytesField(dictionary, keysOf[family].flags)
  return readAddresses(dictionary, 'added', family).flatMap((address, i) => {
    const bits = flags?.[i] ?? 0
    return address === undefined ? [] : [peerOf(address, bits)]
  })
}

function peerOf(address: Address, bits: number): PexPeer {
  return {
    address,
    prefersEncryption: (bits & prefersEncryptionBit) !== 0,
    uploadOnly: (bits & uploadOnlyBit) !== 0,
    reachable: (bits & reachableBit) !== 0,
  }
}

function readAddresses(
  dictionary: BencodedDictionary,
  kind: 'added' | 'dropped',
  family: IpFamily,
): (Address | undefined)[] {
  const bytes = bytesField(dictionary, keysOf[family][kind])
  return bytes ? decodeCompact(bytes, family, maxPexPeers) : []
}
