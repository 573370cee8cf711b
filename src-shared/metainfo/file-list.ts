// The files of a torrent (BEP 3), as its info dictionary lists them.

import { cleanText } from '../clean-text.ts'
import type { Bencoded } from './bencode.ts'
import { type BencodedDictionary, integerField, listField, utf8Text } from './bencode-field.ts'
import { MetainfoError } from './metainfo-error.ts'

const maxPathParts = 64
const maxPartLength = 255

/** One file: its folders and name under the torrent's folder, cleaned for showing and never leading out of it. */
export interface TorrentFile {
  readonly path: readonly string[]
  readonly lengthBytes: number
}

/** The files that `info` lists; a single file bears the torrent's name. Throws MetainfoError. */
export function readFiles(info: BencodedDictionary, name: string): TorrentFile[] {
  requireSafePart(name)
  if (!info.has('files')) return [{ path: [name], lengthBytes: readLength(info) }]
  const files = listField(info, 'files')
  if (info.has('length') || !files || files.length === 0) {
    throw new MetainfoError('This torrent is broken: it does not say which files it has. Make it again.')
  }
  return files.map(readFile)
}

function readFile(file: Bencoded): TorrentFile {
  if (!(file instanceof Map)) throw new MetainfoError('This torrent is broken: an entry of its file list is no file.')
  const path = listField(file, 'path') ?? []
  if (path.length === 0 || path.length > maxPathParts) {
    throw new MetainfoError('This torrent is broken: a file in it has no usable name. Make it again.')
  }
  return { path: path.map(readPart), lengthBytes: readLength(file) }
}

function readPart(part: Bencoded): string {
  const text = part instanceof Uint8Array ? cleanText(utf8Text(part), maxPartLength) : ''
  requireSafePart(text)
  return text
}

function requireSafePart(part: string): void {
  if (part !== '' && part !== '.' && part !== '..' && !/[/\\]/.test(part)) return
  throw new MetainfoError(
    `This torrent names a file unsafely (“${part}”): it could be written outside its folder, so it is not opened.`,
  )
}

function readLength(file: BencodedDictionary): number {
  const length = integerField(file, 'length', 0, Number.MAX_SAFE_INTEGER)
  if (length !== undefined) return length
  throw new MetainfoError('This torrent is broken: a file in it has no length, or a negative one. Make it again.')
}
