// The web shell: the same screen in a browser on this computer, for machines without Electron or a display.

import { join } from 'node:path'
import { type App, startApp } from '../../app.ts'
import { readWindowOptions, type WindowOptions } from '../app-options.ts'
import { openTorrents, torrentsIn } from '../asked-torrents.ts'
import { optimiseLater } from '../optimise-later.ts'
import { readScreenFiles } from '../screen-files.ts'
import { stopWithin } from '../stop-within.ts'
import { openBrowser } from './open-browser.ts'
import { serveWeb, type WebServer } from './server.ts'

const stopTimeoutMs = 3000

optimiseLater()
main().catch((error: Error) => {
  process.stderr.write(`swarmscope: ${error.message}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const options = readWindowOptions(process.argv.slice(2))
  const files = await readScreenFiles(join(__dirname, '..', 'renderer'))
  const app = await startApp(options.app)
  const { dataFolder } = options.app
  const server = await serveWeb({ host: app.host, files, dataFolder }, options.webPort).catch(async (error) => {
    await stopWithin(app.stop(), stopTimeoutMs)
    throw portError(error, options)
  })
  process.stdout.write(`Swarmscope is running at ${server.url}\nCtrl-C stops it.\n`)
  if (options.openBrowser) openBrowser(server.url)
  stopOnSignals(app, server)
  await openTorrents(app.host, torrentsIn(options.files, process.cwd()), (name, sentence) =>
    process.stderr.write(`${name} was not opened: ${sentence}\n`),
  )
}

function portError(error: NodeJS.ErrnoException, { webPort }: WindowOptions): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error
  const why = error.code === 'EACCES' ? 'may not be used here' : 'is in use by another program'
  return new Error(`port ${webPort} ${why}. Give another with --web-port, or leave it out for any free one.`)
}

function stopOnSignals(app: App, server: WebServer): void {
  let stopping = false
  const stop = () => {
    // A second Ctrl-C means it.
    if (stopping) process.exit(130)
    stopping = true
    server.close()
    stopWithin(app.stop(), stopTimeoutMs).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}
