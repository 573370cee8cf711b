import { expect, test } from 'vitest'
import { choosePieceLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { agent } from '../peer/peer-id.ts'
import { directHasher } from '../storage/hasher.ts'
import { makeTorrent } from '../storage/make-torrent.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { coursePicture } from './course-picture.ts'
import { coursePictureDrawn, courseTorrent } from './course-torrent.ts'

test('the torrent that is known by heart is that of the picture', async () => {
  const made = await makeTorrent({
    ...coursePicture,
    pieceLengthBytes: choosePieceLength(coursePicture.lengthBytes),
    store: new MemoryStore(coursePictureDrawn()),
    hash: directHasher,
    createdBy: agent,
  })
  expect(Buffer.compare(courseTorrent(), made)).toBe(0)
})
