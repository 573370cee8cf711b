import { base64Of } from '../base64.ts'
import { useScreen } from '../screen.tsx'
import { notify } from '../store/screen-store.ts'

/** The largest .torrent that is opened, in bytes; the .torrent of a terabyte stays below it. */
export const maxTorrentBytes = 10 * 1024 * 1024

/** Shares a file, or opens it as a .torrent; what went wrong is told in a notice. */
export function useTakeFile(): (what: 'share' | 'open', file: File) => Promise<void> {
  const { bridge, run, store, tell } = useScreen()
  return async (what, file) => {
    if (what === 'share') {
      const result = await bridge.shareFile(file)
      tell(result)
      if (result.ok) notify(store, 'done', `${file.name} is shared: this peer seeds it.`)
      return
    }
    if (file.size > maxTorrentBytes) return notify(store, 'problem', `${file.name} is too large to be a .torrent.`)
    const bytes = await file.arrayBuffer().catch(() => undefined)
    if (bytes === undefined) return notify(store, 'problem', `${file.name} cannot be read. Is it still there?`)
    await run('open-torrent', { base64: base64Of(new Uint8Array(bytes)) })
  }
}

/** A dropped file that ends in .torrent is opened; any other is shared. */
export function purposeOf(file: File): 'share' | 'open' {
  return /\.torrent$/i.test(file.name) ? 'open' : 'share'
}
