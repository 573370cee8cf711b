import type { Dirent } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cleanText } from '../../src-shared/clean-text.ts'
import { maxFileCount } from '../../src-shared/metainfo/file-list.ts'
import { looksLikePart } from './part-path.ts'
import { StorageError } from './piece-store.ts'
import { sayWhy } from './storage-clause.ts'

/** A file to share, where it stands. */
export interface SharedFile {
  /** Where it is on this computer. */
  readonly path: string
  /** Its folders and name as the torrent gives them. */
  readonly names: readonly string[]
  readonly lengthBytes: number
}

/** What a person asked to share. */
export interface SharedFiles {
  readonly isFolder: boolean
  /** Sorted by path. */
  readonly files: readonly SharedFile[]
}

const maxNameLength = 255
const maxDepth = 64

/**
 * The file at `path`, or all files in the folder there. In a folder, hidden files (`.name`), links, unfinished downloads and
 * what is no file are left out. Rejects with a StorageError when there is nothing to share, or more than 10,000 files.
 */
export function findSharedFiles(path: string): Promise<SharedFiles> {
  return sayWhy(path, async () => {
    const found = await stat(path)
    if (found.isDirectory()) return { isFolder: true, files: await filesIn(path) }
    if (!found.isFile()) throw new StorageError(`${path} is neither a file nor a folder; choose one`)
    if (found.size === 0) throw new StorageError(`${path} is empty, so there is nothing to share; choose another`)
    return { isFolder: false, files: [{ path, names: [clean(basename(path))], lengthBytes: found.size }] }
  })
}

async function filesIn(folder: string): Promise<SharedFile[]> {
  const files: SharedFile[] = []
  await collect(folder, [], files)
  if (files.every(({ lengthBytes }) => lengthBytes === 0)) {
    throw new StorageError(
      `${folder} has nothing to share (hidden files and links are left out); choose another folder`,
    )
  }
  return files
}

async function collect(folder: string, above: readonly string[], files: SharedFile[]): Promise<void> {
  if (above.length >= maxDepth)
    throw new StorageError(`${folder} lies too deep in folders; share a folder further down`)
  const seen = new Set<string>()
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name)
    const name = clean(entry.name)
    if (seen.has(name)) throw new StorageError(`two files in ${folder} look the same, ${name}; rename one of them`)
    seen.add(name)
    const names = [...above, name]
    if (entry.isDirectory()) await collect(path, names, files)
    else files.push({ path, names, lengthBytes: (await lstat(path)).size })
    if (files.length > maxFileCount) {
      throw new StorageError(
        `it holds more than ${maxFileCount} files; share a folder further down, or pack it into one file`,
      )
    }
  }
}

/** By code units, so that the same folder gives the same torrent on every system. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await sayWhy(folder, () => readdir(folder, { withFileTypes: true }))
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isFile()) && !isLeftOut(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || looksLikePart(name)
}

function clean(name: string): string {
  if (name.includes('\uFFFD')) throw new StorageError(`${name} has a name that is no text; rename it`)
  return cleanText(name, maxNameLength)
}
