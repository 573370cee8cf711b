import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file by new content as a whole: written aside, brought to the disk, renamed. Whenever the program or the
 * computer dies, the old content is there or the new. One call a path at a time.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const aside = await open(`${path}.new`, 'w')
  try {
    await aside.writeFile(content)
    await aside.sync()
  } finally {
    await aside.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}

/** So that the new name is there after a power cut too; some systems cannot, and do without. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
