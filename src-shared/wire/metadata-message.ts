// The extension `ut_metadata` (BEP 9): a torrent's `info` dictionary, fetched from peers in pieces of 16 KiB.

import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { integerField } from '../metainfo/bencode-field.ts'
import { maxMetadataLength, splitExtendedDictionary } from './extended.ts'
import { ProtocolError } from './protocol-error.ts'

/** The name of the extension in `m` of the extension handshake. */
export const metadataExtension = 'ut_metadata'

/** Bytes in a piece of the metadata; the last may be shorter. */
export const metadataPieceLength = 16 * 1024

/** `totalSize`: bytes in the whole metadata. `data`: the piece; when read, a view of the payload. */
export type MetadataMessage =
  | { readonly kind: 'request'; readonly piece: number }
  | { readonly kind: 'data'; readonly piece: number; readonly totalSize: number; readonly data: Uint8Array }
  | { readonly kind: 'reject'; readonly piece: number }

// By the `msg_type` of each.
const kinds: readonly MetadataMessage['kind'][] = ['request', 'data', 'reject']

/** How many pieces the metadata has. */
export function metadataPieceCount(totalSize: number): number {
  return Math.ceil(totalSize / metadataPieceLength)
}

/** The payload, after the extension id, of a message. */
export function encodeMetadataMessage(message: MetadataMessage): Uint8Array {
  const entries = new Map<string, Bencodable>([
    ['msg_type', kinds.indexOf(message.kind)],
    ['piece', message.piece],
  ])
  if (message.kind !== 'data') return encodeBencode(entries)
  const head = encodeBencode(entries.set('total_size', message.totalSize))
  const payload = new Uint8Array(head.length + message.data.length)
  payload.set(head)
  payload.set(message.data, head.length)
  return payload
}

/**
 * Reads a message's payload; undefined for a kind that BEP 9 does not know, which is to be ignored. Throws ProtocolError
 * `bad-extended` when it is wrong in itself: a piece beyond 10 MiB of metadata, or data of another length than its piece.
 */
export function decodeMetadataMessage(payload: Uint8Array): MetadataMessage | undefined {
  const { dictionary, rest } = splitExtendedDictionary(payload)
  const type = integerField(dictionary, 'msg_type', 0, Number.MAX_SAFE_INTEGER)
  if (type === undefined) throw new ProtocolError('bad-extended', 'a metadata message of no kind')
  const kind = kinds[type]
  if (!kind) return undefined
  const piece = integerField(dictionary, 'piece', 0, metadataPieceCount(maxMetadataLength) - 1)
  if (piece === undefined) throw new ProtocolError('bad-extended', 'a metadata message about no possible piece')
  if (kind !== 'data') return { kind, piece }
  const totalSize = integerField(dictionary, 'total_size', 1, maxMetadataLength)
  if (totalSize === undefined) throw new ProtocolError('bad-extended', 'the metadata has no size, or over 10 MiB')
  const length = Math.min(metadataPieceLength, totalSize - piece * metadataPieceLength)
  if (length <= 0 || rest.length !== length) {
    throw new ProtocolError(
      'bad-extended',
      `${rest.length} bytes came as piece ${piece} of ${totalSize} bytes of metadata`,
    )
  }
  return { kind, piece, totalSize, data: rest }
}
