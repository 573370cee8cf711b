import { base64Of } from '../base64.ts'
import type { ChosenFile } from '../bridge/screen-bridge.ts'
import { useScreen } from '../screen.tsx'
import { keepMagnet, notify, showSwarm, whileSharing } from '../store/screen-store.ts'
import { maxFilesOfFolder } from './chosen-files.ts'

/** The largest .torrent that is opened, in bytes; the .torrent of a terabyte stays below it. */
export const maxTorrentBytes = 10 * 1024 * 1024

/** The ways to bring something into the swarms, which is then the swarm shown; what went wrong is told in a notice. */
export interface TakeIn {
  /** Makes a torrent of a file, or of all files of a folder, and seeds it. */
  share(name: string, files: readonly ChosenFile[]): Promise<void>
  openTorrent(file: File): Promise<void>
  /** Answers whether the link was good. */
  openMagnet(uri: string): Promise<boolean>
}

/** Shares and opens what was chosen, typed, pasted or dropped. */
export function useTakeIn(): TakeIn {
  const { bridge, run, store, tell } = useScreen()
  return {
    async share(name, files) {
      if (files.length > maxFilesOfFolder)
        return notify(store, 'problem', `${name} holds too many files to share as one. Pack it into one file first.`)
      const result = await whileSharing(store, name, bridge.share(files, store.getState().shareOptions))
      tell(result)
      if (!result.ok) return
      showSwarm(store, result.value.infoHash)
      notify(store, 'done', `${name} is shared: this peer seeds it.`)
    },
    async openTorrent(file) {
      if (file.size > maxTorrentBytes) return notify(store, 'problem', `${file.name} is too large to be a .torrent.`)
      const bytes = await file.arrayBuffer().catch(() => undefined)
      if (bytes === undefined) return notify(store, 'problem', `${file.name} cannot be read. Is it still there?`)
      const result = await run('open-torrent', { base64: base64Of(new Uint8Array(bytes)) })
      if (result.ok) showSwarm(store, result.value.infoHash)
    },
    async openMagnet(uri) {
      const result = await run('open-magnet', { uri })
      if (!result.ok) return false
      keepMagnet(store, { infoHash: result.value.infoHash, uri })
      showSwarm(store, result.value.infoHash)
      return true
    },
  }
}
