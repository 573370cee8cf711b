import { defineConfig } from 'vitest/config'

const simulations = 'src-main/**/*.sim.test.ts'

export default defineConfig({
  test: {
    environment: 'node',
    // For a test that hangs; a busy computer may take its time.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    // A run that finds no test proves nothing.
    passWithNoTests: false,
    // All cores: Vitest would keep one for itself, which has next to nothing to do.
    maxWorkers: '100%',
    // Most tests take less time than a process of their own: only those with sockets, files or other people's modules get one.
    projects: [
      { extends: true, test: { name: 'main', include: ['src-main/**/*.test.ts'], exclude: [simulations] } },
      {
        extends: true,
        test: { name: 'pure', css: true, include: ['src-{shared,renderer}/**/*.test.{ts,tsx}'], isolate: false },
      },
      { extends: true, test: { name: 'simulation', include: [simulations], isolate: false } },
    ],
  },
})
