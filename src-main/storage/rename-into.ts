import { link, lstat, rename, rm } from 'node:fs/promises'

/**
 * Gives a file another name, never in place of what has that name: then it rejects with EEXIST, and otherwise with what the
 * system says. After a crash in between it has both names.
 */
export async function renameInto(from: string, to: string): Promise<void> {
  try {
    // rename() would replace what has come meanwhile.
    await link(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    return renameIfFree(from, to)
  }
  // It is where it should be, whether or not another program holds on to the old name.
  await rm(from).catch(() => undefined)
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
