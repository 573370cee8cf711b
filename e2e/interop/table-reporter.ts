import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import { root } from '../../src-main/launch/run.mjs'
import { interopCases } from './interop-cases.ts'
import { type Cell, tableOf } from './table.ts'

const outcomes = {
  passed: 'passed',
  skipped: 'skipped',
  failed: 'failed',
  timedOut: 'failed',
  interrupted: 'failed',
} as const
const noteTypes = { passed: 'note', failed: 'note', skipped: 'skip', 'nobody could': 'nobody could' } as const
const marks = { begin: '<!-- interop: begin -->', end: '<!-- interop: end -->' }

/** Says how each cell went as it ends, on stderr, and the whole matrix at last, on stdout. */
export default class TableReporter implements Reporter {
  readonly #cells = new Map<TestCase, Cell>()
  #tests: readonly TestCase[] = []

  printsToStdio(): boolean {
    return true
  }

  onBegin(_: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests()
  }

  onError({ message, stack }: TestError): void {
    say(message ?? stack ?? 'an error without a message')
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk)
  }

  onTestEnd(test: TestCase, { status, duration, errors, annotations }: TestResult): void {
    const said = (type: string) =>
      annotations.filter((annotation) => annotation.type === type).at(-1)?.description ?? ''
    const outcome = status === 'passed' && said('nobody could') ? 'nobody could' : outcomes[status]
    const cell: Cell = {
      client: test.parent.title,
      version: said('version'),
      title: test.title,
      outcome,
      seconds: duration / 1000,
      note: said(noteTypes[outcome]),
    }
    this.#cells.set(test, cell)
    const name = `${cell.client}: ${cell.title}`
    if (outcome === 'skipped') say(`!!! SKIPPED: ${name}: ${cell.note}`)
    else say(`${outcome.padEnd(12)} ${cell.seconds.toFixed(1).padStart(6)} s  ${name}`)
    for (const { message, stack } of errors) say(message ?? stack ?? '')
  }

  onEnd({ status, duration }: FullResult): void {
    // In the order of the table, whatever ended first.
    const cells = this.#tests.flatMap((test) => this.#cells.get(test) ?? [])
    if (cells.length === 0) return
    const table = tableOf(
      cells,
      interopCases.map(({ title }) => title),
    )
    if (process.env.SWARMSCOPE_INTEROP_README) writeReadme(table)
    const count = (outcome: Cell['outcome']) => cells.filter((cell) => cell.outcome === outcome).length
    if (process.env.SWARMSCOPE_INTEROP_JSON) {
      process.stdout.write(`${JSON.stringify({ status, seconds: duration / 1000, cells }, null, 2)}\n`)
    } else {
      process.stdout.write(`\n${table}\n\n`)
      const passed = count('passed') + count('nobody could')
      say(`${passed} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
    }
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function writeReadme(table: string): void {
  const path = join(root, 'README.md')
  const readme = readFileSync(path, 'utf8')
  const [begin, end] = [readme.indexOf(marks.begin), readme.indexOf(marks.end)]
  if (begin === -1 || end < begin) throw new Error(`README.md has no ${marks.begin} … ${marks.end}`)
  writeFileSync(path, `${readme.slice(0, begin)}${marks.begin}\n${table}\n${readme.slice(end)}`)
}
