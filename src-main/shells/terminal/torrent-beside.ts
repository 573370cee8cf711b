import { open, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BencodeError } from '../../../src-shared/metainfo/bencode.ts'
import { withTrackers } from '../../../src-shared/metainfo/metainfo.ts'
import { sameBytes } from '../../storage/hasher.ts'
import { numbered } from '../../storage/safe-file-name.ts'
import { sayWhy } from '../../storage/storage-clause.ts'
import { writeWhole } from '../../write-whole.ts'

/**
 * Writes the .torrent beside the file that it describes and answers its path; never over a different one, but over the same
 * one with other trackers, such as this peer's at an earlier address. Rejects with a StorageError.
 */
export function writeTorrentBeside(file: string, torrent: Uint8Array): Promise<string> {
  return sayWhy(dirname(file), () => writeBeside(file, torrent))
}

async function writeBeside(file: string, torrent: Uint8Array): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const path = join(dirname(file), numbered(`${basename(file)}.torrent`, attempt))
    try {
      const created = await open(path, 'wx')
      await created.writeFile(torrent)
      await created.close()
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const there = await readFile(path)
      if (there.equals(torrent)) return path
      if (!isSameButTrackers(there, torrent)) continue
      await writeWhole(path, torrent)
      return path
    }
  }
}

function isSameButTrackers(there: Uint8Array, torrent: Uint8Array): boolean {
  try {
    return sameBytes(withTrackers(there, []), withTrackers(torrent, []))
  } catch (error) {
    if (error instanceof BencodeError) return false
    throw error
  }
}
