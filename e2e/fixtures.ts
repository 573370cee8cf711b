import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, test as base, expect } from '@playwright/test'
import type { PortRange } from '../src-shared/swarm/port-range.ts'
import type { Child } from './child-process.ts'
import { findFreePorts } from './free-ports.ts'
import { type RunningShell, type Shell, type ShellMeans, startShell, whyNot } from './start-shell.ts'
import { isListening, startPeer } from './terminal-peer.ts'

export { expect }

/** What a project or a spec chooses. */
export interface ShellOptions {
  shell: Shell
  /** Further options of the app, such as `--no-demo`. */
  appArgs: string[]
}

/** The app under test: where it keeps its files and which ports were given to it. */
export interface AppUnderTest extends Pick<RunningShell, 'page' | 'output' | 'saveTo' | 'kill'> {
  readonly dataFolder: string
  readonly peerPort: number
  readonly clientPorts: PortRange
  readonly demoPort: number
  /** Free for what the test itself starts: seventy ports. */
  readonly sparePort: number
}

/** Demo peers number 2 to 6 dial from ports a hundred apart. */
const portsOfTheDemo = 600

/** Starts a terminal peer that listens on `port` and dials from the nine after it; resolves once it listens. */
export type StartTerminalPeer = (port: number, ...args: string[]) => Promise<Child>

/** Starts an app with these options of its own: another one, or `before` once more, on its data folder and its ports. */
export type StartApp = (args: readonly string[], before?: AppUnderTest) => Promise<AppUnderTest>

interface Fixtures {
  app: AppUnderTest
  startApp: StartApp
  terminalPeer: StartTerminalPeer
}

interface WorkerFixtures {
  /** Started by the first who asks for it, and again should it have died. */
  sharedBrowser: ShellMeans['browser']
}

/** The same specs run against every shell: `page` is its screen, `app` says the rest. Any error on a page fails the test. */
export const test = base.extend<ShellOptions & Fixtures, WorkerFixtures>({
  shell: ['web', { option: true }],
  appArgs: [[], { option: true }],
  sharedBrowser: [
    async ({ playwright }, use) => {
      let browser: Browser | undefined
      await use(async () => {
        if (!browser?.isConnected()) browser = await playwright.chromium.launch()
        return browser
      })
      await browser?.close()
    },
    { scope: 'worker' },
  ],
  startApp: async ({ playwright, sharedBrowser, shell }, use, info) => {
    const reason = whyNot(shell)
    if (reason) process.stderr.write(`!!! SKIPPED: ${info.title} (${shell}): ${reason}\n`)
    info.skip(reason !== undefined, reason)
    const started: RunningShell[] = []
    const folders = new Set<string>()
    const errors: string[] = []
    await use(async (args, before) => {
      const dataFolder = before?.dataFolder ?? (await mkdtemp(join(tmpdir(), 'swarmscope-e2e-')))
      folders.add(dataFolder)
      const ports = before ?? portsFrom(await findFreePorts(portsOfTheDemo))
      // What a test says stays on this computer, also where other computers may join.
      const shellArgs = [...portArgs(ports), '--no-local-discovery', '--data', dataFolder, ...args]
      const running = await startShell(shell, shellArgs, { playwright, browser: sharedBrowser })
      started.push(running)
      collectErrors(running, errors)
      return { ...ports, ...running, dataFolder }
    })
    await Promise.all(started.map((running) => running.close()))
    await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true })))
    if (info.status === 'failed') {
      for (const running of started) await info.attach('what an app printed', { body: running.output() })
    }
    expect(errors, 'errors on a page').toEqual([])
  },
  app: async ({ startApp, appArgs }, use) => use(await startApp(appArgs)),
  page: ({ app }, use) => use(app.page),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
  terminalPeer: async ({}, use) => {
    const peers: Child[] = []
    await use(async (port, ...args) => {
      const peer = startPeer('--listen', `127.0.0.1:${port}`, '--client-ports', `${port + 1}-${port + 9}`, ...args)
      peers.push(peer)
      await isListening(peer)
      return peer
    })
    await Promise.all(peers.map((peer) => peer.stop()))
  },
})

type Ports = Pick<AppUnderTest, 'peerPort' | 'clientPorts' | 'demoPort' | 'sparePort'>

function portsFrom(first: number): Ports {
  return {
    peerPort: first,
    clientPorts: { first: first + 1, last: first + 10 },
    demoPort: first + 11,
    sparePort: first + 30,
  }
}

function portArgs({ peerPort, clientPorts, demoPort }: Ports): string[] {
  const range = `${clientPorts.first}-${clientPorts.last}`
  return ['--port', `${peerPort}`, '--client-ports', range, '--demo-port', `${demoPort}`]
}

function collectErrors({ page }: RunningShell, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
}
