// Thousands of connections are thousands of open files.

import { spawnSync } from 'node:child_process'
import { say } from '../../src-main/launch/run.mjs'

const mostConnections = 10_000
const otherFiles = 500

/**
 * The command that runs a program with as many files open as it needs here, where it may.
 * @param {string} command
 * @param {readonly string[]} words
 * @returns {[string, string[]]}
 */
export function withManyFiles(command, words) {
  if (process.platform === 'win32') return [command, [...words]]
  return ['sh', ['-c', `ulimit -n ${mostConnections + otherFiles} 2>&-; exec "$@"`, 'sh', command, ...words]]
}

/**
 * As many connections as a program may have here; says so when they are fewer than wanted.
 * @param {number} wanted
 */
export function possibleConnections(wanted) {
  const [command, words] = withManyFiles('sh', ['-c', 'ulimit -Hn'])
  // "unlimited", and Windows, which has no such limit and no such command.
  const files = Number(spawnSync(command, words, { encoding: 'utf8' }).stdout) || Number.POSITIVE_INFINITY
  const count = Math.min(wanted, files - otherFiles)
  if (count < wanted) say(`  No more than ${count} links: the system lets a program open no more files (ulimit -n).`)
  return count
}
