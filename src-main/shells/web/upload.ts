import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { BridgeHost } from '../../bridge-host.ts'
import { numbered, safeFileName } from '../../storage/safe-file-name.ts'
import { failure, replyResult } from './reply.ts'

/** A browser cannot name a path on this computer: it sends the file, which is kept in `<data>/shared` and shared from there. */
export async function receiveUpload(
  host: BridgeHost,
  dataFolder: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let path: string
  try {
    path = await save(join(dataFolder, 'shared'), safeFileName(name), request)
  } catch (error) {
    if (request.destroyed && !request.complete) return
    return replyResult(
      response,
      failure('bad-file', `The file could not be kept in the data folder: ${(error as Error).message}.`),
    )
  }
  const result = await host.run('share-file', { path })
  if (!result.ok) await rm(path, { force: true })
  replyResult(response, result)
}

/** Writes beside and renames, so that a file under its real name is always whole. Answers its path. */
async function save(folder: string, name: string, request: IncomingMessage): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = await reserve(folder, name)
  const unfinished = join(folder, `.${randomBytes(8).toString('hex')}.part`)
  try {
    await writeBody(unfinished, request)
    await rename(unfinished, path)
    return path
  } catch (error) {
    await rm(unfinished, { force: true })
    await rm(path, { force: true })
    throw error
  }
}

/** Not a pipeline: that would close the connection when the disk is full, and the browser must hear why. */
async function writeBody(path: string, request: IncomingMessage): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) await file.writeFile(chunk)
  } finally {
    await file.close()
  }
}

/** Takes the first name that no other file has, by making an empty file of that name. */
async function reserve(folder: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const path = join(folder, numbered(name, attempt))
    try {
      await (await open(path, 'wx')).close()
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
