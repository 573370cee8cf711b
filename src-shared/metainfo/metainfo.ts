// The .torrent file, version 1 (BEP 3).

import { toHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import { type Bencodable, type Bencoded, BencodeError, decodeBencodeWithSpans, encodeBencode } from './bencode.ts'
import {
  type BencodedDictionary,
  bytesField,
  dictionaryField,
  integerField,
  listField,
  textField,
  utf8Text,
} from './bencode-field.ts'
import { readFiles, type TorrentFile } from './file-list.ts'
import { MetainfoError } from './metainfo-error.ts'
import { maxPieceCount, type PieceGeometry, pieceCountOf } from './piece-geometry.ts'
import { maxTrackers, type TrackerTiers, usableTiers } from './tracker-url.ts'

const hashLength = 20
const maxTorrentBytes = 10 * 1024 * 1024
const maxPieceLengthBytes = 64 * 1024 * 1024
const maxNameLength = 255

/** What a .torrent says, checked. Names are cleaned for showing; on disk they could lead anywhere: see safePaths. */
export interface Metainfo extends PieceGeometry {
  readonly infoHash: InfoHash
  readonly name: string
  readonly pieceCount: number
  /** The SHA-1 of a piece: 20 bytes. Throws a RangeError for an index that is no piece. */
  pieceHash(index: number): Uint8Array
  /** In the order in which they follow one another in the pieces; a single file is one entry with the torrent's name. */
  readonly files: readonly TorrentFile[]
  /** The files lie in a folder of the torrent's name. */
  readonly isFolder: boolean
  /** Its trackers (BEP 12), at most 20; those that cannot be asked are left out. */
  readonly trackers: TrackerTiers
  /** Only peers from the torrent's own trackers may be used (BEP 27). */
  readonly isPrivate: boolean
  /** The `info` dictionary exactly as it came, which the info hash is of. */
  readonly infoBytes: Uint8Array
}

/**
 * Reads a .torrent file of at most 10 MiB with at least one byte to share. `sha1` gives the 20 bytes of a SHA-1.
 * Throws MetainfoError with a sentence that a person can act on.
 */
export function readMetainfo(bytes: Uint8Array, sha1: (bytes: Uint8Array) => Uint8Array): Metainfo {
  const { torrent, infoBytes } = readTorrent(bytes)
  const info = dictionaryField(torrent, 'info')
  if (!info) throw new MetainfoError('This is not a .torrent file: it has no info dictionary.')
  const pieces = readPieces(info).slice()
  const name = textField(info, 'name', maxNameLength)
  if (!name) throw new MetainfoError('This torrent is broken: it has no name. Make it again.')
  const files = readFiles(info, name)
  const lengthBytes = files.reduce((sum, file) => sum + file.lengthBytes, 0)
  const geometry = { lengthBytes, pieceLengthBytes: readPieceLength(info) }
  const pieceCount = checkedPieceCount(geometry, pieces)
  return {
    infoHash: toHex(sha1(infoBytes)) as InfoHash,
    name,
    ...geometry,
    pieceCount,
    pieceHash(index) {
      if (!(index >= 0 && index < pieceCount)) throw new RangeError(`no piece ${index} among ${pieceCount}`)
      return pieces.subarray(index * hashLength, (index + 1) * hashLength)
    },
    files,
    isFolder: info.has('files'),
    trackers: readTrackers(torrent),
    isPrivate: info.get('private') === 1,
    infoBytes,
  }
}

/** What a new torrent needs; `pieceHashes` are the SHA-1s of all pieces, 20 bytes each, in order. */
export interface NewTorrent extends PieceGeometry {
  readonly name: string
  /** The files of a folder, in the order in which they follow one another in the pieces; left out for a single file. */
  readonly files?: readonly Pick<TorrentFile, 'path' | 'lengthBytes'>[]
  readonly pieceHashes: Uint8Array
  readonly isPrivate?: boolean
  readonly trackers?: TrackerTiers
  readonly createdBy: string
}

/** The bytes of a version 1 .torrent (BEP 3). The same files and names always give the same info hash. */
export function writeMetainfo(torrent: NewTorrent): Uint8Array {
  const info = new Map<string, Bencodable>([
    ['name', torrent.name],
    ['piece length', torrent.pieceLengthBytes],
    ['pieces', torrent.pieceHashes],
  ])
  if (torrent.files) info.set('files', torrent.files.map(fileEntry))
  else info.set('length', torrent.lengthBytes)
  if (torrent.isPrivate) info.set('private', 1)
  return wrapInfo(encodeBencode(info), { trackers: torrent.trackers ?? [], createdBy: torrent.createdBy })
}

/** The .torrent round an `info` dictionary, whose bytes stay as they are: the info hash is of them. */
export function wrapInfo(
  infoBytes: Uint8Array,
  outer: { readonly trackers: TrackerTiers; readonly createdBy: string },
): Uint8Array {
  return dictionaryOf([
    ['created by', encodeBencode(outer.createdBy)],
    ['info', infoBytes],
    ...trackerEntries(outer.trackers),
  ])
}

/** The same .torrent with these trackers in place of those that it names. Throws BencodeError when it is none. */
export function withTrackers(torrent: Uint8Array, trackers: TrackerTiers): Uint8Array {
  const { spans } = decodeBencodeWithSpans(torrent)
  const kept = [...spans]
    .filter(([key]) => !trackerKeys.includes(key))
    .map(([key, { start, end }]): Entry => [key, torrent.subarray(start, end)])
  return dictionaryOf([...kept, ...trackerEntries(trackers)])
}

/** An entry of a dictionary, its value already encoded. */
type Entry = readonly [key: string, value: Uint8Array]

const trackerKeys: readonly string[] = ['announce', 'announce-list']

function trackerEntries(tiers: TrackerTiers): Entry[] {
  const urls = tiers.flat()
  const [first] = urls
  if (first === undefined) return []
  const announce: Entry = ['announce', encodeBencode(first)]
  return urls.length === 1 ? [announce] : [announce, ['announce-list', encodeBencode(tiers)]]
}

function dictionaryOf(entries: readonly Entry[]): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = sorted.flatMap(([key, value]) => [encodeBencode(byteString(key)), value])
  const bytes = new Uint8Array(2 + parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of [byteString('d'), ...parts, byteString('e')]) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

// Keys are byte strings with one character a byte.
function byteString(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function fileEntry(file: Pick<TorrentFile, 'path' | 'lengthBytes'>): ReadonlyMap<string, Bencodable> {
  return new Map<string, Bencodable>([
    ['length', file.lengthBytes],
    ['path', file.path],
  ])
}

function readTorrent(bytes: Uint8Array): { torrent: BencodedDictionary; infoBytes: Uint8Array } {
  if (bytes.length > maxTorrentBytes) {
    throw new MetainfoError(
      'This file is larger than 10 MiB, so it is no ordinary .torrent. Choose the .torrent itself.',
    )
  }
  try {
    const { value, spans } = decodeBencodeWithSpans(bytes)
    const info = spans.get('info')
    if (value instanceof Map) return { torrent: value, infoBytes: bytes.slice(info?.start ?? 0, info?.end ?? 0) }
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    throw new MetainfoError(
      `This is not a valid .torrent file (${error.message}). Choose another, or download it again.`,
    )
  }
  throw new MetainfoError('This is not a .torrent file: it is not a dictionary.')
}

function readPieces(info: BencodedDictionary): Uint8Array {
  const pieces = bytesField(info, 'pieces')
  if (pieces) return pieces
  if (info.has('meta version')) {
    throw new MetainfoError(
      'This is a version 2 torrent (BEP 52), and only version 1 is spoken here. Make a version 1 or a hybrid torrent of the file.',
    )
  }
  throw new MetainfoError('This torrent is broken: it has no piece hashes. Make it again.')
}

function readPieceLength(info: BencodedDictionary): number {
  const length = integerField(info, 'piece length', 1, maxPieceLengthBytes)
  if (length !== undefined) return length
  throw new MetainfoError('This torrent cannot be used: its piece length is not between 1 byte and 64 MiB.')
}

function checkedPieceCount(geometry: PieceGeometry, pieces: Uint8Array): number {
  const count = pieceCountOf(geometry)
  if (geometry.lengthBytes === 0) {
    throw new MetainfoError('This torrent shares nothing: its files are empty. Choose another.')
  }
  if (count > maxPieceCount) {
    throw new MetainfoError(`This torrent is too large: it would need ${count} pieces, ${maxPieceCount} is the most.`)
  }
  if (pieces.length !== count * hashLength) {
    throw new MetainfoError(
      `This torrent is broken: ${count} pieces need ${count * hashLength} bytes of hashes, it has ${pieces.length}. Make it again.`,
    )
  }
  return count
}

function readTrackers(torrent: BencodedDictionary): TrackerTiers {
  const list = listField(torrent, 'announce-list') ?? []
  const listed = usableTiers(list.slice(0, maxTrackers).map(readTier))
  const announce = bytesField(torrent, 'announce')
  return listed.length > 0 || !announce ? listed : usableTiers([[utf8Text(announce)]])
}

// Some write a tier of one tracker as the tracker alone.
function readTier(tier: Bencoded): string[] {
  const urls = Array.isArray(tier) ? tier : [tier]
  return urls.slice(0, maxTrackers).flatMap((url) => (url instanceof Uint8Array ? utf8Text(url) : []))
}
