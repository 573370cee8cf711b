import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import type { ShellOptions } from './e2e/fixtures.ts'
import { startTimeoutMs } from './e2e/start-shell.ts'
import { findChromium } from './src-main/launch/chromium.mjs'

const executablePath = findChromium()

// No screen in these: they run once, not once a shell.
const terminalSpecs = ['**/terminal.spec.ts', '**/killed-download.spec.ts', '**/hosts.spec.ts']

// Every test runs a whole swarm, and a class's laptop has few cores.
const workers = Math.min(2, availableParallelism())

export default defineConfig<ShellOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/global-setup.ts',
  workers,
  fullyParallel: true,
  // For a test that hangs; a busy computer may take its time.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  forbidOnly: true,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: { timeout: startTimeoutMs, ...(executablePath && { executablePath }) },
  },
  projects: [
    // One counts the bytes that come before it can kill.
    { name: 'terminal', testMatch: terminalSpecs, workers: 1 },
    { name: 'web', testIgnore: terminalSpecs, use: { shell: 'web' } },
    { name: 'electron', testIgnore: terminalSpecs, use: { shell: 'electron' } },
    { name: 'packaged', testMatch: '**/smoke.spec.ts', use: { shell: 'packaged' } },
  ],
})
