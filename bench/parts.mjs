// The parts of the bench that are written in TypeScript, bundled for Node as the app is.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Built } from '../src-main/launch/built.mjs'
import { root } from '../src-main/launch/run.mjs'
import { alone } from '../src-main/launch/set-up.mjs'

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

const folder = join(root, 'node_modules', '.cache', 'bench')
const parts = new Built(['src-shared', 'src-main', 'bench', 'package-lock.json'], join(folder, 'built-from'))

/**
 * A part, bundled when its sources have changed.
 * @param {keyof typeof entries} name
 * @returns {Promise<string>} its file
 */
export async function benchPart(name) {
  if (!parts.isFresh) await alone(async () => void (parts.isFresh || (await parts.renew(bundle))))
  return join(folder, `${name}.js`)
}

async function bundle() {
  // Only now: whoever finds everything bundled need not wait for it.
  const { build } = await import('vite')
  const input = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, fileURLToPath(new URL(file, import.meta.url))]),
  )
  const options = { ssr: true, outDir: folder, emptyOutDir: true, target: 'es2022', minify: false, sourcemap: true }
  await build({ configFile: false, root, logLevel: 'warn', build: { ...options, rollupOptions: { input } } })
}
