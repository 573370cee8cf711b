import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { numbered } from '../../storage/safe-file-name.ts'

/**
 * Writes a request's body to a new file. Not a pipeline: that would close the connection when the disk is full, and the
 * browser must hear why.
 */
export async function writeBody(path: string, request: IncomingMessage): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) await file.writeFile(chunk)
  } finally {
    await file.close()
  }
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
