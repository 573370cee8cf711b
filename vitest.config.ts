import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src-*/**/*.test.{ts,tsx}'],
    // For a test that hangs; a busy computer may take its time.
    testTimeout: 30_000,
    // A run that finds no test proves nothing.
    passWithNoTests: false,
  },
})
