import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { CommandName, CommandResult } from '../../../src-shared/bridge.ts'
import type { BridgeHost } from '../../bridge-host.ts'
import { safeFileName } from '../../storage/safe-file-name.ts'
import { failure } from './reply.ts'
import { shareOptions } from './share-options.ts'
import { firstFree, writeBody } from './write-body.ts'

/**
 * A browser cannot name a path on this computer: it sends the file, which is kept in `folder` and shared from there.
 * Answers undefined when the browser broke off.
 */
export async function receiveUpload(
  host: BridgeHost,
  folder: string,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<CommandResult<CommandName> | undefined> {
  let path: string
  try {
    path = await save(folder, safeFileName(query.get('name') ?? ''), request)
  } catch (error) {
    if (request.destroyed && !request.complete) return undefined
    return notKept(error)
  }
  const result = await host.run('share-file', { path, ...shareOptions(query) })
  if (!result.ok) await rm(path, { force: true })
  return result
}

/** The answer when what a browser sent could not be written. */
export function notKept(error: unknown): CommandResult<CommandName> {
  return failure('bad-file', `The file could not be kept in the data folder: ${(error as Error).message}.`)
}

/** Writes beside and renames, so that a file under its real name is always whole. Answers its path. */
async function save(folder: string, name: string, request: IncomingMessage): Promise<string> {
  await mkdir(folder, { recursive: true })
  // An empty file of that name keeps the name for us meanwhile.
  const path = await firstFree(folder, name, async (free) => (await open(free, 'wx')).close())
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
