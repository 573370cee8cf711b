// For tests: one of each message beside its bytes, written by hand from the BEPs.

import { fromHex } from '../swarm/hex.ts'
import type { KnownMessage } from './message-table.ts'

/** Bytes from hex digits with blanks between the fields. */
export function bytesOf(spaced: string): Uint8Array {
  return fromHex(spaced.replaceAll(' ', ''))
}

/** Each message and its bytes as sent, length prefix first. */
export const messageSamples: readonly (readonly [message: KnownMessage, bytes: string])[] = [
  [{ name: 'keep-alive' }, '00000000'],
  [{ name: 'choke' }, '00000001 00'],
  [{ name: 'unchoke' }, '00000001 01'],
  [{ name: 'interested' }, '00000001 02'],
  [{ name: 'not-interested' }, '00000001 03'],
  [{ name: 'have', piece: 0x01020304 }, '00000005 04 01020304'],
  [{ name: 'have', piece: 0xffffffff }, '00000005 04 ffffffff'],
  [{ name: 'bitfield', bits: bytesOf('a5 80') }, '00000003 05 a580'],
  [{ name: 'request', piece: 1, begin: 0x4000, length: 0x4000 }, '0000000d 06 00000001 00004000 00004000'],
  [{ name: 'piece', piece: 2, begin: 0x8000, block: bytesOf('010203') }, '0000000c 07 00000002 00008000 010203'],
  [{ name: 'cancel', piece: 1, begin: 0x80000000, length: 0x4000 }, '0000000d 08 00000001 80000000 00004000'],
  [{ name: 'port', port: 0x1ae1 }, '00000003 09 1ae1'],
  [{ name: 'suggest', piece: 0x01020304 }, '00000005 0d 01020304'],
  [{ name: 'have-all' }, '00000001 0e'],
  [{ name: 'have-none' }, '00000001 0f'],
  [{ name: 'reject', piece: 1, begin: 0x4000, length: 0x4000 }, '0000000d 10 00000001 00004000 00004000'],
  [{ name: 'allowed-fast', piece: 1059 }, '00000005 11 00000423'],
  [{ name: 'extended', extendedId: 0, payload: bytesOf('6465') }, '00000004 14 00 6465'],
]
