import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'

/** So many blocks that follow one another are asked for, read and sent at once. */
export const runBlocks = 64

/** The bytes in them: a mebibyte, at whose multiples in the torrent runs begin and end. */
export const runBytes = runBlocks * blockLength
