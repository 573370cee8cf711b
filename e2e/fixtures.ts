import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import type { PortRange } from '../src-shared/swarm/port-range.ts'
import type { Child } from './child-process.ts'
import { findFreePorts } from './free-ports.ts'
import { type RunningShell, type Shell, startShell, whyNot } from './start-shell.ts'
import { isListening, startPeer } from './terminal-peer.ts'

export { expect }

/** What a project or a spec chooses. */
export interface ShellOptions {
  shell: Shell
  /** Further options of the app, such as `--no-demo`. */
  appArgs: string[]
}

/** The app under test: where it keeps its files and which ports were given to it. */
export interface AppUnderTest extends Pick<RunningShell, 'page' | 'output' | 'saveTo'> {
  readonly dataFolder: string
  readonly peerPort: number
  readonly clientPorts: PortRange
  readonly demoPort: number
  /** Free for what the test itself starts: seventy ports. */
  readonly sparePort: number
}

/** Demo peers number 2 to 5 dial from ports a hundred apart. */
const portsOfTheDemo = 500

/** Starts a terminal peer that listens on `port` and dials from the nine after it; resolves once it listens. */
export type StartTerminalPeer = (port: number, ...args: string[]) => Promise<Child>

/** The same specs run against every shell: `page` is its screen, `app` says the rest. Any error on the page fails the test. */
export const test = base.extend<ShellOptions & { app: AppUnderTest; terminalPeer: StartTerminalPeer }>({
  shell: ['web', { option: true }],
  appArgs: [[], { option: true }],
  app: async ({ playwright, shell, appArgs }, use, info) => {
    const reason = whyNot(shell)
    if (reason) process.stderr.write(`!!! SKIPPED: ${info.title} (${shell}): ${reason}\n`)
    info.skip(reason !== undefined, reason)
    const dataFolder = await mkdtemp(join(tmpdir(), 'swarmscope-e2e-'))
    const base = await findFreePorts(portsOfTheDemo)
    const ports = {
      peerPort: base,
      clientPorts: { first: base + 1, last: base + 10 },
      demoPort: base + 11,
      sparePort: base + 30,
    }
    const running = await startShell(shell, [...portArgs(ports), '--data', dataFolder, ...appArgs], playwright)
    const errors = collectErrors(running.page)
    await use({ ...running, dataFolder, ...ports })
    await running.close()
    await rm(dataFolder, { recursive: true, force: true })
    if (info.status === 'failed') await info.attach('what the app printed', { body: running.output() })
    expect(errors, 'errors on the page').toEqual([])
  },
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

function portArgs({
  peerPort,
  clientPorts,
  demoPort,
}: Pick<AppUnderTest, 'peerPort' | 'clientPorts' | 'demoPort'>): string[] {
  const range = `${clientPorts.first}-${clientPorts.last}`
  return ['--port', `${peerPort}`, '--client-ports', range, '--demo-port', `${demoPort}`]
}

function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
