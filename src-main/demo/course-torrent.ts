import { choosePieceLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { agent } from '../peer/peer-id.ts'
import { threadHasher } from '../storage/hasher.ts'
import { makeTorrent } from '../storage/make-torrent.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { drawCoursePicture } from './course-picture.ts'

/** The built-in course swarm: a picture that the program draws, and the .torrent of it, always the same. */
export interface CourseTorrent {
  readonly picture: Uint8Array
  readonly torrent: Uint8Array
}

let drawn: Promise<CourseTorrent> | undefined

/** Draws the picture and makes its torrent, once. */
export function courseTorrent(): Promise<CourseTorrent> {
  drawn ??= make()
  return drawn
}

async function make(): Promise<CourseTorrent> {
  const { name, bytes } = drawCoursePicture()
  const lengthBytes = bytes.length
  const pieceLengthBytes = choosePieceLength(lengthBytes)
  const torrent = await makeTorrent({
    name,
    lengthBytes,
    pieceLengthBytes,
    store: new MemoryStore(bytes),
    hash: threadHasher,
    createdBy: agent,
  })
  return { picture: bytes, torrent }
}
