import { magnetIn } from '../store/magnet.ts'

/** One thing that was dropped on the window. */
export type Dropped =
  | { readonly kind: 'torrent'; readonly file: File }
  | { readonly kind: 'file'; readonly file: File }
  /** `file` stands for the folder where a shell can ask for its path; `entry` lists what is in it. */
  | { readonly kind: 'folder'; readonly file: File; readonly entry: FileSystemDirectoryEntry }
  | { readonly kind: 'magnet'; readonly uri: string }

/** What a drop holds. To be asked while the drop is handled: it is empty afterwards. */
export function droppedIn(data: DataTransfer): Dropped[] {
  const files = [...data.items].flatMap(droppedItem)
  if (files.length > 0) return files
  const uri = magnetIn(data.getData('text/uri-list')) ?? magnetIn(data.getData('text/plain'))
  return uri === undefined ? [] : [{ kind: 'magnet', uri }]
}

function droppedItem(item: DataTransferItem): Dropped[] {
  if (item.kind !== 'file') return []
  const entry = item.webkitGetAsEntry()
  const file = item.getAsFile()
  if (file === null) return []
  if (entry?.isDirectory) return [{ kind: 'folder', file, entry: entry as FileSystemDirectoryEntry }]
  return [{ kind: /\.torrent$/i.test(file.name) ? 'torrent' : 'file', file }]
}
