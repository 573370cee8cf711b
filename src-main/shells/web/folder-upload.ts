import { mkdir, readdir, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { CommandName, CommandResult } from '../../../src-shared/bridge.ts'
import type { BridgeHost } from '../../bridge-host.ts'
import { renameInto } from '../../storage/rename-into.ts'
import { safeFileName } from '../../storage/safe-file-name.ts'
import { sayWhy } from '../../storage/storage-clause.ts'
import { failure } from './reply.ts'
import { shareOptions } from './share-options.ts'
import { notKept } from './upload.ts'
import { discard, firstFree, writeBody } from './write-body.ts'

const maxFiles = 10_000
const maxPathLength = 4096
const maxPathParts = 32
const dayMs = 24 * 60 * 60 * 1000

type Answer = CommandResult<CommandName>

/**
 * Folders that browsers send file by file: each grows under a hidden name in `folder`, and gets its own when it is shared.
 * A browser names its upload by a UUID of its own.
 */
export class FolderUploads {
  readonly #host: BridgeHost
  readonly #folder: string
  readonly #fileCounts = new Map<string, number>()

  constructor(host: BridgeHost, folder: string) {
    this.#host = host
    this.#folder = folder
  }

  /** Keeps one file under the `path` that it has below and with the folder's name. Undefined when the browser broke off. */
  async add(query: URLSearchParams, request: IncomingMessage): Promise<Answer | undefined> {
    const upload = uploadOf(query)
    const parts = safeParts(query.get('path') ?? '')
    const count = this.#fileCounts.get(upload ?? '') ?? 0
    if (upload === undefined || parts === undefined) return notReadable
    if (count >= maxFiles)
      return failure('bad-file', `A folder may have ${maxFiles} files here. Pack it into one file.`)
    this.#fileCounts.set(upload, count + 1)
    try {
      const folder = join(this.#unfinished(upload), ...parts.slice(0, -1))
      await sayWhy(this.#folder, async () => {
        await mkdir(folder, { recursive: true })
        await firstFree(folder, parts.at(-1) ?? '', (path) => writeBody(path, request))
      })
      return { ok: true, value: null }
    } catch (error) {
      return request.destroyed && !request.complete ? undefined : notKept(error)
    }
  }

  /** Everything has been sent: shares the folder. */
  async share(query: URLSearchParams): Promise<Answer> {
    const upload = uploadOf(query)
    if (upload === undefined) return notReadable
    let path: string
    try {
      path = await sayWhy(this.#folder, () => this.#name(upload))
    } catch (error) {
      return notKept(error)
    }
    const result = await this.#host.run('share-file', { path, ...shareOptions(query) })
    if (!result.ok) await discard(path)
    return result
  }

  /** Forgets a folder that will not be sent to its end. */
  async drop(query: URLSearchParams): Promise<Answer> {
    const upload = uploadOf(query)
    if (upload === undefined) return notReadable
    this.#fileCounts.delete(upload)
    await discard(this.#unfinished(upload))
    return { ok: true, value: null }
  }

  /** Removes what was not sent to its end and has lain there for a day. */
  async sweep(nowMs: number): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!/^\.[0-9a-f-]{16,36}\.part$/.test(name)) continue
      const path = join(this.#folder, name)
      const changedAtMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? nowMs
      if (nowMs - changedAtMs > dayMs) await discard(path)
    }
  }

  async #name(upload: string): Promise<string> {
    this.#fileCounts.delete(upload)
    const unfinished = this.#unfinished(upload)
    const [name = ''] = await readdir(unfinished)
    const path = await firstFree(this.#folder, name, (free) => renameInto(join(unfinished, name), free))
    await discard(unfinished)
    return path
  }

  #unfinished(upload: string): string {
    return join(this.#folder, `.${upload}.part`)
  }
}

const notReadable = failure('bad-file', 'The folder could not be read as it was sent. Choose it again.')

function uploadOf(query: URLSearchParams): string | undefined {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(query.get('folder') ?? '')?.[0]
}

/** The folder's name, folders below it and the file's name, each safe; undefined when that is not what it is. */
function safeParts(path: string): string[] | undefined {
  const parts = path.split('/')
  const isUsable = path.length <= maxPathLength && parts.length >= 2 && parts.length <= maxPathParts
  return isUsable && parts.every((part) => part !== '') ? parts.map(safeFileName) : undefined
}
