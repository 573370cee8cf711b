import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const givenAtRunTime = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

const mainEntries = ['electron', 'web', 'terminal']
  .map((shell) => [shell, here(`src-main/shells/${shell}/main.ts`)] as const)
  .filter(([, file]) => existsSync(file))

/** CommonJS at language level ES2022: what every Electron from 25 on runs, as main process and as sandboxed preload. */
const commonJs = {
  target: 'es2022',
  minify: false,
  sourcemap: true,
  emptyOutDir: false,
  copyPublicDir: false,
  outDir: here('dist/main'),
} as const
const commonJsOutput = {
  format: 'cjs',
  strict: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
} as const
const forNode = { external: givenAtRunTime, noExternal: true as const, conditions: ['node', 'require', 'default'] }

export default defineConfig({
  root: here('src-renderer'),
  base: './',
  plugins: [react()],
  builder: {},
  server: { host: '127.0.0.1' },
  environments: {
    client: {
      build: {
        target: 'chrome114',
        outDir: here('dist/renderer'),
        emptyOutDir: true,
        // A strict content security policy has no room for data: scripts and fonts.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 1500,
      },
    },
    main: {
      consumer: 'server',
      resolve: forNode,
      build: {
        ...commonJs,
        emptyOutDir: true,
        rolldownOptions: {
          input: Object.fromEntries(mainEntries),
          external: givenAtRunTime,
          platform: 'node',
          output: commonJsOutput,
        },
      },
    },
    // On its own, so that it is one file: a sandboxed preload cannot require another.
    preload: {
      consumer: 'server',
      resolve: forNode,
      build: {
        ...commonJs,
        rolldownOptions: {
          input: { preload: here('src-main/shells/electron/preload.ts') },
          external: givenAtRunTime,
          platform: 'node',
          output: commonJsOutput,
        },
      },
    },
  },
})
