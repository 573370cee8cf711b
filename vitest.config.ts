import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src-*/**/*.test.{ts,tsx}'],
    // A run that finds no test proves nothing.
    passWithNoTests: false,
  },
})
