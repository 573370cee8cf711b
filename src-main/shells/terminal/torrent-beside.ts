import { open, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { numbered } from '../../storage/safe-file-name.ts'
import { sayWhy } from '../../storage/storage-clause.ts'

/**
 * Writes the .torrent beside the file that it describes and answers its path; never over a different one. Rejects with a
 * StorageError.
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
      if ((await readFile(path)).equals(torrent)) return path
    }
  }
}
