// Three ways to the same screen. Each starts the built program as a person would and answers its page.

import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, BrowserContext, ElectronApplication, Page, PlaywrightWorkerArgs } from '@playwright/test'
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

/** What a shell is started with. */
export interface ShellMeans {
  readonly playwright: PlaywrightWorkerArgs['playwright']
  /** A browser to open pages in, the same for all tests of a worker. */
  browser(): Promise<Browser>
}

/** For a program that does not start at all; a busy computer may take its time. */
export const startTimeoutMs = 120_000

const electronArgs = (process.env.SWARMSCOPE_ELECTRON_ARGS ?? '').split(' ').filter(Boolean)

/** Why a shell cannot run here; undefined when it can. */
export function whyNot(shell: Shell): string | undefined {
  if (shell === 'packaged') return findPackagedApp() ? undefined : 'not packaged: npm run package -- --dir'
  const electron = shell === 'electron' ? findElectron() : undefined
  return electron && 'reason' in electron ? electron.reason : undefined
}

/** Starts a shell with the app's own options. */
export function startShell(shell: Shell, args: readonly string[], means: ShellMeans): Promise<RunningShell> {
  return { web: startWeb, electron: startElectron, packaged: startPackaged }[shell](args, means)
}

async function startWeb(args: readonly string[], { browser }: ShellMeans): Promise<RunningShell> {
  const child = startChild(process.execPath, [join(root, 'dist', 'main', 'web.cjs'), '--no-open', ...args])
  const [, url = ''] = await child.waitFor(/running at (http:\S+)/)
  // A context is as good as a browser of its own: it shares neither storage nor cache with another.
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(url)
  const saveTo: RunningShell['saveTo'] = (path, act) => saveDownload(page, path, act)
  return { page, output: child.output, saveTo, ...endings(context, child) }
}

/** A program and what shows its page. */
function endings(shown: Browser | BrowserContext, child: Child): Pick<RunningShell, 'close' | 'kill'> {
  return {
    close: async () => {
      await shown.close()
      await child.stop()
    },
    kill: async () => {
      // The page goes first: it would only tell that its program is away.
      await shown.close()
      await child.kill()
    },
  }
}

async function startElectron(args: readonly string[], { playwright }: ShellMeans): Promise<RunningShell> {
  const found = findElectron()
  if ('reason' in found) throw new Error(found.reason)
  const app = await playwright._electron.launch({
    executablePath: found.path,
    args: [root, ...electronArgs, ...args],
    timeout: startTimeoutMs,
  })
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
async function startPackaged(args: readonly string[], { playwright }: ShellMeans): Promise<RunningShell> {
  const child = startChild(findPackagedApp() ?? '', ['--remote-debugging-port=0', ...electronArgs, ...args])
  const [, endpoint = ''] = await child.waitFor(/DevTools listening on (ws:\S+)/)
  const browser = await playwright.chromium.connectOverCDP(endpoint, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('the packaged app has no browser context')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  const saveTo: RunningShell['saveTo'] = (path, act) => saveDownload(page, path, act)
  return { page, output: child.output, saveTo, ...endings(browser, child) }
}
