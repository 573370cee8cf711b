import { defineConfig } from '@playwright/test'

// Most of the time of a cell is spent waiting: clients look round every ten seconds or so.
export default defineConfig({
  testDir: '.',
  testMatch: 'matrix.ts',
  fullyParallel: true,
  workers: 3,
  timeout: 90_000,
  // A cell ends by its own time.
  expect: { timeout: 140_000 },
  forbidOnly: true,
  reporter: './table-reporter.ts',
  outputDir: '../../test-results/interop',
})
