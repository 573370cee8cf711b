// Bundles the parts of the bench that are written in TypeScript into the folder that is named.

import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { root } from '../src-main/launch/run.mjs'

const entries = {
  adapter: 'adapter.ts',
  'links-host': 'links/host.ts',
  'zeros-downloader': 'zeros/downloader.ts',
  'zeros-seeder': 'zeros/seeder.ts',
  'many-swarms': 'links/many-swarms.ts',
  picker: 'flat/picker.ts',
  'synthetic-swarm': 'graph/synthetic-swarm.ts',
  'busy-peers': 'watched/busy-peers.ts',
  'our-tracker': 'tracker/our-server.ts',
  'npm-tracker': 'tracker/npm-server.ts',
}

const input = Object.fromEntries(
  Object.entries(entries).map(([name, file]) => [name, fileURLToPath(new URL(file, import.meta.url))]),
)
const [outDir = 'node_modules/.cache/bench'] = process.argv.slice(2)
const options = {
  ssr: true,
  outDir,
  emptyOutDir: true,
  target: 'es2022',
  minify: false,
  sourcemap: true,
}
await build({ configFile: false, root, logLevel: 'warn', build: { ...options, rollupOptions: { input } } })
