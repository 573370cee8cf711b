// npm run bench -- NAME: measures one thing; see bench/README.md.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LaunchError, launch, root, run } from '../src-main/launch/run.mjs'
import { compareTrackers } from './tracker/compare.mjs'

const usage = `npm run bench -- picker
npm run bench -- tracker [--json] [--seconds N] [--rounds N]`

await launch(async () => {
  const { name, options } = read()
  if (name === 'tracker') return compareTrackers(options)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { code } = await run(process.execPath, [vitest, 'run', '--config', 'bench/vitest.config.ts', name])
  return code ?? 1
})

function read() {
  const options = { json: { type: 'boolean' }, seconds: { type: 'string' }, rounds: { type: 'string' } }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [name, ...others] = positionals
  if (others.length > 0 || (name !== 'tracker' && name !== 'picker')) throw new LaunchError(`usage:\n${usage}`)
  return {
    name,
    options: {
      isJson: values.json === true,
      seconds: upTo(60, values.seconds, 10),
      rounds: upTo(20, values.rounds, 3),
    },
  }
}

/** A whole number from 1 to `most`. */
function upTo(most, text, usual) {
  const number = text === undefined ? usual : Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new LaunchError(`${text} is not a number from 1 to ${most}.`)
}
