import { writeMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { choosePieceLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { agent } from '../peer/peer-id.ts'
import { coursePieceHashes } from './course-hashes.ts'
import { coursePicture, drawCoursePicture } from './course-picture.ts'

let drawn: Uint8Array | undefined

/** The picture of the built-in course swarm, drawn once. */
export function coursePictureDrawn(): Uint8Array {
  drawn ??= drawCoursePicture()
  return drawn
}

/** The .torrent of that picture, always the same. Nobody has to draw it to join its swarm. */
export function courseTorrent(): Uint8Array {
  const pieceLengthBytes = choosePieceLength(coursePicture.lengthBytes)
  return writeMetainfo({ ...coursePicture, pieceLengthBytes, pieceHashes: coursePieceHashes, createdBy: agent })
}
