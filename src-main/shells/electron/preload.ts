// The one bridge into the page. Sandboxed: it may require only electron, so it is bundled into a single file.

import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { FeedMessage } from '../../../src-shared/bridge.ts'
import type { PreloadApi } from '../../../src-shared/preload-api.ts'
import { channels } from './channels.ts'

// Came with Electron 29; before it, a File told its path itself.
const paths = webUtils as typeof webUtils | undefined

const api: PreloadApi = {
  run: (name, args) => ipcRenderer.invoke(channels.command, name, args),
  onFeed: (listener) => {
    const receive = (_event: IpcRendererEvent, message: FeedMessage) => listener(message)
    ipcRenderer.on(channels.feed, receive)
    return () => void ipcRenderer.off(channels.feed, receive)
  },
  startFeed: () => ipcRenderer.send(channels.startFeed),
  feedTaken: () => ipcRenderer.send(channels.feedTaken),
  pathOf: (file) => {
    if (paths) return paths.getPathForFile(file as Parameters<typeof paths.getPathForFile>[0])
    return (file as { path?: string } | null)?.path ?? ''
  },
}

contextBridge.exposeInMainWorld('swarmscope', api)
