import { join } from 'node:path'
import { app, BrowserWindow, type Session, screen } from 'electron'
import { isScreenUrl, screenUrl } from './screen-protocol.ts'

const preferredSize = { width: 1360, height: 860 }

/** Opens the one window, no larger than the display it comes up on. */
export function openWindow(): BrowserWindow {
  const { workAreaSize } = screen.getPrimaryDisplay()
  const window = new BrowserWindow({
    title: 'Swarmscope',
    width: Math.min(preferredSize.width, workAreaSize.width),
    height: Math.min(preferredSize.height, workAreaSize.height),
    minWidth: 640,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(screenUrl)
  return window
}

/** Every page stays where it is and opens nothing: the screen is one page, and no text from the network may lead away from it. */
export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    for (const event of ['will-navigate', 'will-redirect'] as const) {
      // A reload is a navigation too, and it goes nowhere else.
      contents.on(event as 'will-navigate', (details) => {
        if (!isScreenUrl(details.url)) details.preventDefault()
      })
    }
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Pages get no permission (camera, location, …) but to copy text at a click. */
export function denyPermissions(session: Session): void {
  const isHarmless = (permission: string) => permission === 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isHarmless(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isHarmless(permission))
}
