import { type Metainfo, readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { directHasher, sha1 } from '../storage/hasher.ts'
import { makeTorrent } from '../storage/make-torrent.ts'
import { MemoryStore } from '../storage/memory-store.ts'

/** A torrent of made-up files: given a path for each, of a folder; given none, of a single file. */
export async function sampleTorrent(
  lengths: readonly number[],
  options: {
    readonly paths?: readonly (readonly string[])[]
    readonly pieceLengthBytes?: number
    readonly isPrivate?: boolean
  } = {},
): Promise<{ readonly metainfo: Metainfo; readonly bytes: Uint8Array }> {
  const { paths, pieceLengthBytes = 16_384, isPrivate = false } = options
  const lengthBytes = lengths.reduce((sum, length) => sum + length, 0)
  const bytes = Uint8Array.from({ length: lengthBytes }, (_, i) => (i * 7 + (i >>> 8)) % 251)
  const torrent = await makeTorrent({
    name: paths ? 'course' : 'notes.bin',
    ...(paths && { files: lengths.map((lengthBytes, i) => ({ path: paths[i] ?? [`${i}`], lengthBytes })) }),
    lengthBytes,
    pieceLengthBytes,
    isPrivate,
    store: new MemoryStore(bytes),
    hash: directHasher,
    createdBy: 'test',
  })
  return { metainfo: readMetainfo(torrent, sha1), bytes }
}
