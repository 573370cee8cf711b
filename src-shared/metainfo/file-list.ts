// The files of a torrent (BEP 3), as its info dictionary lists them.

import { cleanText } from '../clean-text.ts'
import type { Bencoded } from './bencode.ts'
import { type BencodedDictionary, bytesField, integerField, listField, utf8Text } from './bencode-field.ts'
import { MetainfoError } from './metainfo-error.ts'

/** The most files a torrent may have. */
export const maxFileCount = 10_000

const maxPathParts = 64
const maxPartLength = 255
const letterP = 'p'.charCodeAt(0)

/** One file of a torrent. */
export interface TorrentFile {
  /** Its folders and name as the torrent writes them, cleaned for showing only: on disk they could lead anywhere. */
  readonly path: readonly string[]
  readonly lengthBytes: number
  /** It only fills a piece up, so that the next file starts with a new one: its bytes are zeros (BEP 47). */
  readonly isPadding: boolean
}

/** The files that `info` lists; a single file bears the torrent's name. Throws MetainfoError. */
export function readFiles(info: BencodedDictionary, name: string): TorrentFile[] {
  if (!info.has('files')) return [{ path: [name], lengthBytes: readLength(info), isPadding: false }]
  const files = listField(info, 'files')
  if (info.has('length') || !files || files.length === 0) {
    throw new MetainfoError('This torrent is broken: it does not say which files it has. Make it again.')
  }
  if (files.length > maxFileCount) {
    throw new MetainfoError(`This torrent has ${files.length} files; ${maxFileCount} is the most that is opened here.`)
  }
  return files.map(readFile)
}

function readFile(file: Bencoded): TorrentFile {
  if (!(file instanceof Map)) throw new MetainfoError('This torrent is broken: an entry of its file list is no file.')
  const isPadding = bytesField(file, 'attr')?.includes(letterP) ?? false
  return { path: readPath(file), lengthBytes: readLength(file), isPadding }
}

/** What lies deeper than 64 folders is joined into the last name. */
function readPath(file: BencodedDictionary): string[] {
  const parts = (listField(file, 'path') ?? []).map((part) => (part instanceof Uint8Array ? utf8Text(part) : undefined))
  const texts = parts.filter((part) => part !== undefined)
  if (texts.length === 0 || texts.length < parts.length) {
    throw new MetainfoError('This torrent is broken: a file in it has no usable name. Make it again.')
  }
  const deepest = texts.slice(maxPathParts - 1).join('_')
  const path = texts.length < maxPathParts ? texts : [...texts.slice(0, maxPathParts - 1), deepest]
  return path.map((part) => cleanText(part, maxPartLength))
}

function readLength(file: BencodedDictionary): number {
  const length = integerField(file, 'length', 0, Number.MAX_SAFE_INTEGER)
  if (length !== undefined) return length
  throw new MetainfoError('This torrent is broken: a file in it has no length, or a negative one. Make it again.')
}
