import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { looksLikePart } from './part-path.ts'
import { numbered, safeFileName } from './safe-file-name.ts'

// With names of 60 code points the longest path stays below the 4096 bytes that systems take.
const maxDepth = 10

/** What is in a folder so far. */
interface Folder {
  readonly path: string
  /** By the name that the torrent gives. */
  readonly folders: Map<string, Folder>
  /** Every name that is taken, as file systems compare them, with the attempts that it took. */
  readonly taken: Map<string, number>
}

/**
 * Where each file of a torrent goes, relative to the chosen folder and parted by `/`: never outside it, never two at one
 * place on any file system, and the same at each start. A torrent of a folder keeps its files in one of its name.
 */
export function safePaths(torrent: Pick<Metainfo, 'name' | 'files' | 'isFolder'>): string[] {
  const name = safeName(torrent.name)
  if (!torrent.isFolder) return [name]
  const top = emptyFolder(name)
  return torrent.files.map(({ path }) => {
    const parts = path.length <= maxDepth ? path : [...path.slice(0, maxDepth - 1), path.slice(maxDepth - 1).join('_')]
    const folder = parts.slice(0, -1).reduce(folderIn, top)
    return `${folder.path}/${take(folder, parts.at(-1) ?? '')}`
  })
}

function folderIn(parent: Folder, name: string): Folder {
  const known = parent.folders.get(name)
  if (known) return known
  const folder = emptyFolder(`${parent.path}/${take(parent, name)}`)
  parent.folders.set(name, folder)
  return folder
}

function emptyFolder(path: string): Folder {
  return { path, folders: new Map(), taken: new Map() }
}

/** A name that nothing else in the folder has. */
function take(folder: Folder, given: string): string {
  const name = safeName(given)
  // The first attempts were taken before, so a torrent of one name many times over stays quick.
  for (let attempt = folder.taken.get(comparable(name)) ?? 1; ; attempt++) {
    const free = numbered(name, attempt)
    folder.taken.set(comparable(name), attempt + 1)
    if (attempt === 1) return free
    if (folder.taken.has(comparable(free))) continue
    folder.taken.set(comparable(free), 2)
    return free
  }
}

/** A file called as a part file could be taken for one. */
function safeName(given: string): string {
  const name = safeFileName(given)
  return looksLikePart(name) ? `${name}_` : name
}

/** The same for names that any file system takes for one: upper and lower case, accents put together, invisible characters. */
function comparable(name: string): string {
  return name
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
}
