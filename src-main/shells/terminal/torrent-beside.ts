import { open, readFile } from 'node:fs/promises'
import { numbered } from '../../storage/safe-file-name.ts'

/** Writes the .torrent beside the file that it describes and answers its path; never over a different one. */
export async function writeTorrentBeside(file: string, torrent: Uint8Array): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const path = numbered(`${file}.torrent`, attempt)
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
