import { link, lstat, rename, rm } from 'node:fs/promises'

/**
 * Gives a file another name, never in place of what has that name: then it rejects with EEXIST, and otherwise with what the
 * system says. A crash in between leaves it under both names.
 */
export async function renameInto(from: string, to: string): Promise<void> {
  try {
    // rename() would replace what has come meanwhile.
    await link(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    return renameIfFree(from, to)
  }
  await rm(from)
}

/** For folders, and for disks without links. */
async function renameIfFree(from: string, to: string): Promise<void> {
  const isTaken = await lstat(to).then(
    () => true,
    () => false,
  )
  if (isTaken) throw Object.assign(new Error(`${to} is there already`), { code: 'EEXIST' })
  await rename(from, to)
}
