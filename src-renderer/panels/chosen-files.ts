import type { ChosenFile } from '../bridge/screen-bridge.ts'

/** The most files of one dropped folder that are listed. */
export const maxFilesOfFolder = 20_000

/** Files as they were chosen; those of a chosen folder know the way from it. */
export function chosenFiles(files: Iterable<File>): ChosenFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }))
}

/** All files below a dropped folder, at most maxFilesOfFolder and one more. Rejects when something cannot be read. */
export async function filesBelow(folder: FileSystemDirectoryEntry): Promise<ChosenFile[]> {
  const found: ChosenFile[] = []
  const folders = [folder]
  for (let next = folders.pop(); next !== undefined && found.length <= maxFilesOfFolder; next = folders.pop()) {
    for (const entry of await entriesOf(next)) {
      if (isFolder(entry)) folders.push(entry)
      else found.push({ file: await fileOf(entry as FileSystemFileEntry), path: entry.fullPath.replace(/^\//, '') })
    }
  }
  return found
}

/** Whether what was dropped is a folder. */
export function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    // A browser hands out a hundred or so at a time, and none when there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
