// The extension handshake (BEP 10): which extensions a peer speaks, under which ids, and what it says of itself.

import { cleanText } from '../clean-text.ts'
import { type Bencodable, BencodeError, decodeBencodePrefix, encodeBencode } from '../metainfo/bencode.ts'
import { type BencodedDictionary, dictionaryField, integerField, textField } from '../metainfo/bencode-field.ts'
import { ProtocolError } from './protocol-error.ts'

/** The extension id of the extension handshake (BEP 10). */
export const extendedHandshakeId = 0

/** The longest payload after the extension id, in bytes, that we take or send. */
export const maxExtendedLength = 64 * 1024

/** The longest `info` dictionary of a torrent, in bytes, that is fetched from peers or served to them (BEP 9). */
export const maxMetadataLength = 10 * 1024 * 1024

const maxExtensions = 64
const maxExtensionName = 32
const maxAgentLength = 64
const maxNameLength = 64
const maxProfileLength = 16
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What an extension handshake says (BEP 10); `lab` is our own part, which other clients ignore. */
export interface ExtendedHandshake {
  /** The id, 1–255, under which each extension wants its messages; 0: switched off. */
  readonly m: Readonly<Record<string, number>>
  /** Client name and version. */
  readonly v?: string
  /** The port its server listens on. */
  readonly p?: number
  /** How many unanswered requests it keeps. */
  readonly reqq?: number
  /** The length in bytes of the torrent's `info` dictionary, which it can send (BEP 9). */
  readonly metadataSize?: number
  /** True when it wants nothing any more, though it may lack pieces (BEP 21). */
  readonly uploadOnly?: boolean
  /**
   * Who it is among our own kind of peers, and the profile it runs; `wantsLinks`: it wants to hear of the links of others,
   * and often how far they are, or does not now, but would for whoever asks it to pass them on.
   */
  readonly lab?: {
    readonly uuid: string
    readonly name: string
    readonly profile: string
    readonly wantsLinks?: boolean
  }
}

/** The payload, after the extension id, of our extension handshake. */
export function encodeExtendedHandshake(handshake: ExtendedHandshake): Uint8Array {
  const entries = new Map<string, Bencodable>([['m', new Map(Object.entries(handshake.m))]])
  for (const key of ['v', 'p', 'reqq'] as const) {
    const value = handshake[key]
    if (value !== undefined) entries.set(key, value)
  }
  const { lab, metadataSize, uploadOnly } = handshake
  if (metadataSize !== undefined) entries.set('metadata_size', metadataSize)
  if (uploadOnly !== undefined) entries.set('upload_only', uploadOnly ? 1 : 0)
  if (lab) entries.set('ss', labEntries(lab))
  return encodeBencode(entries)
}

// l it wants links (1), or would for others (0), n name, p profile, u UUID.
function labEntries({
  uuid,
  name,
  profile,
  wantsLinks,
}: NonNullable<ExtendedHandshake['lab']>): Map<string, Bencodable> {
  const entries = Object.entries({
    u: uuid,
    n: name,
    p: profile,
    ...(wantsLinks !== undefined && { l: wantsLinks ? 1 : 0 }),
  })
  return new Map<string, Bencodable>(entries)
}

/**
 * Reads an extension handshake's payload. Unknown keys, and known ones with a wrong type or range, are ignored;
 * texts are cleaned and capped. Throws ProtocolError `bad-extended` when it is no bencoded dictionary or too long.
 */
export function decodeExtendedHandshake(payload: Uint8Array): ExtendedHandshake {
  const dictionary = decodeExtendedDictionary(payload)
  const v = textField(dictionary, 'v', maxAgentLength)
  const p = integerField(dictionary, 'p', 1, 65535)
  const reqq = integerField(dictionary, 'reqq', 1, Number.MAX_SAFE_INTEGER)
  const metadataSize = integerField(dictionary, 'metadata_size', 1, maxMetadataLength)
  const uploadOnly = integerField(dictionary, 'upload_only', 0, 255)
  const lab = readLab(dictionaryField(dictionary, 'ss'))
  return {
    m: readExtensions(dictionaryField(dictionary, 'm')),
    ...(v && { v }),
    ...(p && { p }),
    ...(reqq && { reqq }),
    ...(metadataSize && { metadataSize }),
    ...(uploadOnly !== undefined && { uploadOnly: uploadOnly !== 0 }),
    ...(lab && { lab }),
  }
}

/** The dictionary an extension message consists of. Throws ProtocolError `bad-extended`. */
export function decodeExtendedDictionary(payload: Uint8Array): BencodedDictionary {
  const { dictionary, rest } = splitExtendedDictionary(payload)
  if (rest.length > 0) throw new ProtocolError('bad-extended', `${rest.length} bytes follow the dictionary`)
  return dictionary
}

/** The dictionary an extension message begins with, and a view of what follows it. Throws ProtocolError `bad-extended`. */
export function splitExtendedDictionary(payload: Uint8Array): {
  readonly dictionary: BencodedDictionary
  readonly rest: Uint8Array
} {
  if (payload.length > maxExtendedLength) {
    throw new ProtocolError('bad-extended', `${payload.length} bytes, at most ${maxExtendedLength} are allowed`)
  }
  try {
    const { value, end } = decodeBencodePrefix(payload)
    if (value instanceof Map) return { dictionary: value, rest: payload.subarray(end) }
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    throw new ProtocolError('bad-extended', `not bencoded: ${error.message}`)
  }
  throw new ProtocolError('bad-extended', 'not a dictionary')
}

/** Reads a UUID, in lower case; undefined when the text is none. */
export function uuidField(dictionary: BencodedDictionary, key: string): string | undefined {
  const text = textField(dictionary, key, 37)?.toLowerCase()
  return text !== undefined && uuidForm.test(text) ? text : undefined
}

function readExtensions(extensions: BencodedDictionary | undefined): Record<string, number> {
  const ids: [string, number][] = []
  for (const key of extensions?.keys() ?? []) {
    if (ids.length === maxExtensions) break
    const id = extensions && integerField(extensions, key, 0, 255)
    if (id !== undefined && key.length <= maxExtensionName) ids.push([cleanText(key, maxExtensionName), id])
  }
  // Not by assignment: fromEntries makes even a key such as `__proto__` an ordinary property.
  return Object.fromEntries(ids)
}

function readLab(dictionary: BencodedDictionary | undefined): ExtendedHandshake['lab'] {
  if (!dictionary) return undefined
  const uuid = uuidField(dictionary, 'u')
  const name = textField(dictionary, 'n', maxNameLength)
  const profile = textField(dictionary, 'p', maxProfileLength)
  if (uuid === undefined || name === undefined || profile === undefined) return undefined
  const wantsLinks = integerField(dictionary, 'l', 0, 1)
  return { uuid, name, profile, ...(wantsLinks !== undefined && { wantsLinks: wantsLinks === 1 }) }
}
