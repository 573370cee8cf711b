import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'

const attempts = 3
const clockErrorMs = 10_000

/**
 * Takes a data folder for this program, because two would overwrite each other's session; the answer gives it back. The lock
 * of a program that died is taken over. Rejects with a sentence when another program has the folder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'in-use')
  for (let attempt = 1; ; attempt++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      return () => giveBack(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (attempt === attempts || (await isHeld(path))) {
      throw new Error(
        `Swarmscope is already open on ${folder}. Give --data for another folder; if it is not open, delete ${path}.`,
      )
    }
    await rm(path, { force: true })
  }
}

async function giveBack(path: string): Promise<void> {
  if ((await ownerOf(path)) === process.pid) await rm(path, { force: true })
}

async function isHeld(path: string): Promise<boolean> {
  const owner = await ownerOf(path)
  // In a container a program may have the number of the one that was killed there.
  if (owner === 0 || owner === process.pid || (await isOlderThanSystem(path))) return false
  return isRunning(owner) && !(await isZombie(owner))
}

/** The process that wrote the lock; 0 where that cannot be read. */
async function ownerOf(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0
}

/** The computer was started since: the number belongs to another program by now, if to any. */
async function isOlderThanSystem(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtimeMs < Date.now() - uptime() * 1000 - clockErrorMs
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Killed, and nobody has asked how it ended yet; only Linux tells. */
async function isZombie(pid: number): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /^Z /.test(line.slice(line.lastIndexOf(')') + 2))
}
