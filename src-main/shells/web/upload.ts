import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { CommandName, CommandResult } from '../../../src-shared/bridge.ts'
import type { BridgeHost } from '../../bridge-host.ts'
import { renameInto } from '../../storage/rename-into.ts'
import { safeFileName } from '../../storage/safe-file-name.ts'
import { sayWhy } from '../../storage/storage-clause.ts'
import { failure } from './reply.ts'
import { shareOptions } from './share-options.ts'
import { discard, firstFree, writeBody } from './write-body.ts'

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
    path = await sayWhy(folder, () => save(folder, safeFileName(query.get('name') ?? ''), request))
  } catch (error) {
    if (request.destroyed && !request.complete) return undefined
    return notKept(error)
  }
  const result = await host.run('share-file', { path, ...shareOptions(query) })
  if (!result.ok) await discard(path)
  return result
}

/** The answer when what a browser sent could not be written. */
export function notKept(error: unknown): CommandResult<CommandName> {
  return failure('bad-file', `The file could not be kept: ${(error as Error).message}.`)
}

/** Writes beside and renames, so that a file under its real name is always whole. Answers its path. */
async function save(folder: string, name: string, request: IncomingMessage): Promise<string> {
  await mkdir(folder, { recursive: true })
  const unfinished = join(folder, `.${randomBytes(8).toString('hex')}.part`)
  await writeBody(unfinished, request)
  try {
    return await firstFree(folder, name, (free) => renameInto(unfinished, free))
  } catch (error) {
    await discard(unfinished)
    throw error
  }
}
