import { open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { numbered } from '../../storage/safe-file-name.ts'

/**
 * Writes a request's body to a new file, or leaves none. Not a pipeline: that would close the connection when the disk is
 * full, and the browser must hear why.
 */
export async function writeBody(path: string, request: IncomingMessage): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) await file.writeFile(chunk)
    await file.close()
  } catch (error) {
    await file.close().catch(() => undefined)
    await discard(path)
    throw error
  }
}

/** Removes what nobody wants any more; where that cannot be, it stays. */
export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

/** Calls `make` with the paths of `name`, `name (2)`, … in `folder` until one is free; answers that path. */
export async function firstFree(
  folder: string,
  name: string,
  make: (path: string) => Promise<unknown>,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const path = join(folder, numbered(name, attempt))
    try {
      await make(path)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
