// Three ways to the same screen. Each starts the built program as a person would and answers its page.

import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, ElectronApplication, Page, PlaywrightWorkerArgs } from '@playwright/test'
import { findElectron } from '../src-main/launch/electron-runtime.mjs'
import { findPackagedApp } from '../src-main/launch/packaged-app.mjs'
import { root } from '../src-main/launch/run.mjs'
import { type Child, startChild } from './child-process.ts'

export type Shell = 'web' | 'electron' | 'packaged'

/** A shell that runs: its page, what it printed, and how to end it. */
export interface RunningShell {
  readonly page: Page
  output(): string
  /** Does what makes the page hand over a file, and keeps that file at `path`. */
  saveTo(path: string, act: () => Promise<void>): Promise<void>
  close(): Promise<void>
  /** Ends the program at once, as a crash or `kill -9` would: it can do nothing more. */
  kill(): Promise<void>
}

type Playwright = PlaywrightWorkerArgs['playwright']

const electronArgs = (process.env.SWARMSCOPE_ELECTRON_ARGS ?? '').split(' ').filter(Boolean)

/** Why a shell cannot run here; undefined when it can. */
export function whyNot(shell: Shell): string | undefined {
  if (shell === 'packaged') return findPackagedApp() ? undefined : 'not packaged: npm run package -- --dir'
  const electron = shell === 'electron' ? findElectron() : undefined
  return electron && 'reason' in electron ? electron.reason : undefined
}

/** Starts a shell with the app's own options. */
export function startShell(shell: Shell, args: readonly string[], playwright: Playwright): Promise<RunningShell> {
  return { web: startWeb, electron: startElectron, packaged: startPackaged }[shell](args, playwright)
}

async function startWeb(args: readonly string[], { chromium }: Playwright): Promise<RunningShell> {
  const child = startChild(process.execPath, [join(root, 'dist', 'main', 'web.cjs'), '--no-open', ...args])
  const [, url = ''] = await child.waitFor(/running at (http:\S+)/)
  const browser = await chromium.launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(url)
  const saveTo: RunningShell['saveTo'] = (path, act) => saveDownload(page, path, act)
  return { page, output: child.output, saveTo, ...endings(browser, child) }
}

/** A program and the browser on its page. */
function endings(browser: Browser, child: Child): Pick<RunningShell, 'close' | 'kill'> {
  return {
    close: async () => {
      await browser.close()
      await child.stop()
    },
    kill: async () => {
      // The page goes first: it would only tell that its program is away.
      await browser.close()
      await child.kill()
    },
  }
}

async function startElectron(args: readonly string[], { _electron }: Playwright): Promise<RunningShell> {
  const found = findElectron()
  if ('reason' in found) throw new Error(found.reason)
  const app = await _electron.launch({ executablePath: found.path, args: [root, ...electronArgs, ...args] })
  const main = app.process()
  let output = ''
  for (const stream of [main.stdout, main.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const page = await app.firstWindow()
  const ended = once(main, 'exit')
  const kill = async () => {
    main.kill('SIGKILL')
    await ended
  }
  const close = async () => {
    if (main.signalCode === null) await app.close()
  }
  return { page, output: () => output, saveTo: (path, act) => saveInElectron(app, path, act), close, kill }
}

async function saveDownload(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  await download.saveAs(path)
}

/** Answers the dialog in which a person would choose where to save. */
async function saveInElectron(app: ElectronApplication, path: string, act: () => Promise<void>): Promise<void> {
  const saving = await app.evaluateHandle(({ session }, path) => {
    const done = new Promise<string>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(path)
        item.once('done', (_event, state) => resolve(state))
      })
    })
    return { done }
  }, path)
  await act()
  const state = await saving.evaluate(({ done }) => done)
  if (state !== 'completed') throw new Error(`the download was ${state}`)
}

/** The packaged app lets no debugger into its main process, so the test sees only its page, as a person does. */
async function startPackaged(args: readonly string[], { chromium }: Playwright): Promise<RunningShell> {
  const child = startChild(findPackagedApp() ?? '', ['--remote-debugging-port=0', ...electronArgs, ...args])
  const [, endpoint = ''] = await child.waitFor(/DevTools listening on (ws:\S+)/)
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('the packaged app has no browser context')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  const saveTo: RunningShell['saveTo'] = (path, act) => saveDownload(page, path, act)
  return { page, output: child.output, saveTo, ...endings(browser, child) }
}
