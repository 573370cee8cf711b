// npm run bench [-- CASE...]: measures, and prints one table; see bench/README.md.

import { parseArgs } from 'node:util'
import { LaunchError, launch, say } from '../src-main/launch/run.mjs'
import { cases } from './cases.mjs'
import { writeReadme } from './report/readme.mjs'
import { toJson } from './report/row.mjs'
import { tableOf } from './report/table.mjs'

const help = `usage: npm run bench -- [CASE]... [options]

${Object.entries(cases)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}

  --runs N     how often each is measured, taking turns with the others
  --size MIB   how much is moved, in wire and swarm
  --seconds N  how long one measurement lasts, in watched, tracker and graph
  --json       one line of JSON for each result in place of the table
  --help       this

Without a case it measures all of them, and writes the table into README.md. Exit code 1: something is beyond its bound.
`

const flags = /** @type {const} */ ({
  json: { type: 'boolean' },
  runs: { type: 'string' },
  size: { type: 'string' },
  seconds: { type: 'string' },
  help: { type: 'boolean' },
})

await launch(async () => {
  // Whoever ends it wants everything that it started ended, too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
  const { names, options, isJson, wantsHelp } = read()
  if (wantsHelp) return void process.stdout.write(help)
  /** @type {import('./report/row.mjs').Row[]} */
  const rows = []
  let failed = 0
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    say(`\n── ${name} ──`)
    const startMs = performance.now()
    try {
      const measured = await cases[name]?.measure(options)
      for (const row of measured ?? []) {
        rows.push(row)
        if (isJson) console.log(toJson(row))
      }
    } catch (error) {
      failed++
      say(`!!! FAILED: ${name}: ${error instanceof LaunchError ? error.message : /** @type {Error} */ (error).stack}`)
    }
    say(`  It took ${Math.round((performance.now() - startMs) / 1000)} s.`)
  }
  const table = tableOf(rows)
  if (!isJson) console.log(`\n${table}`)
  if (names.length === 0) writeReadme(table)
  return failed > 0 || rows.some(({ met }) => met === false) ? 1 : 0
})

function read() {
  const { values, positionals: names } = parse()
  const unknown = names.find((name) => !Object.hasOwn(cases, name))
  if (unknown) throw new LaunchError(`there is no case "${unknown}". The cases are: ${Object.keys(cases).join(', ')}.`)
  return {
    names,
    isJson: values.json === true,
    wantsHelp: values.help === true,
    options: {
      runs: upTo(100, values.runs),
      sizeMiB: upTo(16_384, values.size),
      seconds: upTo(60, values.seconds),
    },
  }
}

function parse() {
  try {
    return parseArgs({ options: flags, allowPositionals: true })
  } catch (error) {
    const [what] = /** @type {Error} */ (error).message.split('. ')
    throw new LaunchError(`${what}. npm run bench -- --help lists the options.`)
  }
}

/**
 * A whole number from 1 to `most`; undefined when none was given.
 * @param {number} most
 * @param {string | undefined} text
 */
function upTo(most, text) {
  const number = Number(text ?? 1)
  if (Number.isInteger(number) && number >= 1 && number <= most) return text === undefined ? undefined : number
  throw new LaunchError(`${text} is not a number from 1 to ${most}.`)
}
