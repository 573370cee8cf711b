// The Electron shell: one window onto the peers that run in this process.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, session } from 'electron'
import { type App, startApp } from '../../app.ts'
import { readWindowOptions, type WindowOptions } from '../app-options.ts'
import { AskedTorrents, openTorrents, torrentsIn } from '../asked-torrents.ts'
import { readScreenFiles } from '../screen-files.ts'
import { stopWithin } from '../stop-within.ts'
import { connectIpc } from './ipc.ts'
import { setMenu } from './menu.ts'
import { isScreenUrl, registerScreenScheme, serveScreen } from './screen-protocol.ts'
import { denyPermissions, forbidNavigation, openWindow } from './window.ts'

const stopTimeoutMs = 3000

try {
  run(readWindowOptions(process.argv.slice(1)))
} catch (error) {
  fail(error as Error)
}

function run(options: WindowOptions): void {
  // Who turns it off by hand (root must, and only tests do) gets no half of it: children would refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  forbidNavigation()
  registerScreenScheme()
  // Chromium's own files live with ours; the lock lives there too, so each data folder may have one window.
  const chromiumFolder = join(options.app.dataFolder, 'window')
  mkdirSync(chromiumFolder, { recursive: true })
  app.setPath('userData', chromiumFolder)
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`Swarmscope is already open on ${options.app.dataFolder}; give --data for another window.\n`)
    app.exit(0)
    return
  }
  const asked = new AskedTorrents()
  asked.ask(torrentsIn(options.files, process.cwd()))
  app.on('second-instance', (_event, args, folder) => {
    showWindow()
    asked.ask(torrentsIn(args, folder))
  })
  // macOS tells files and links in events.
  for (const event of ['open-file', 'open-url'] as const) {
    app.on(event as 'open-file', (event, given) => {
      event.preventDefault()
      asked.ask([given])
    })
  }
  app.on('window-all-closed', () => app.quit())
  app.whenReady().then(() => start(options, asked).catch(fail))
}

async function start(options: WindowOptions, asked: AskedTorrents): Promise<void> {
  denyPermissions(session.defaultSession)
  serveScreen(await readScreenFiles(join(__dirname, '..', 'renderer')))
  const running = await startApp(options.app)
  stopOnQuit(running)
  connectIpc(ipcMain, running.host, isScreenUrl)
  setMenu()
  openWindow()
  asked.openWith((torrents) => {
    void openTorrents(running.host, torrents, (name, sentence) =>
      dialog.showErrorBox(`${name} was not opened`, sentence),
    )
  })
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** The windows are closed by then; the peers say goodbye before the process ends. */
function stopOnQuit(running: App): void {
  app.once('will-quit', (event) => {
    event.preventDefault()
    stopWithin(running.stop(), stopTimeoutMs).then(
      () => app.exit(0),
      (error) => {
        process.stderr.write(`swarmscope: ${(error as Error).stack}\n`)
        app.exit(1)
      },
    )
  })
}

function fail(error: Error): void {
  process.stderr.write(`swarmscope: ${error.message}\n`)
  dialog.showErrorBox('Swarmscope cannot start', error.message)
  app.exit(1)
}
