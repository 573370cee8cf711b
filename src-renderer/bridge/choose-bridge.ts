import type { PreloadApi } from '../../src-shared/preload-api.ts'
import { createElectronBridge } from './electron.ts'
import type { ScreenBridge } from './screen-bridge.ts'
import { createWebBridge } from './web.ts'

declare global {
  interface Window {
    /** Set by the preload of the desktop window only. */
    readonly swarmscope?: PreloadApi
  }
}

/** The bridge for where this page runs: the desktop window, or a browser. */
export function chooseBridge(): ScreenBridge {
  return window.swarmscope === undefined ? createWebBridge() : createElectronBridge(window.swarmscope)
}
