// npm run peer: sets up what is missing, then runs one peer with no screen in this process.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { launch, root } from './run.mjs'
import { setUp } from './set-up.mjs'

await launch(async () => {
  await setUp()
  createRequire(import.meta.url)(join(root, 'dist', 'main', 'terminal.cjs'))
})
