// Which programs this computer has.

import { spawnSync } from 'node:child_process'

const found = new Map<string, string | null>()

/** What this command prints, when it can be run and ends well; otherwise null. Each is run once. */
export function outputOf(command: string, args: readonly string[]): string | null {
  const key = [command, ...args].join(' ')
  const known = found.get(key)
  if (known !== undefined) return known
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 })
  const output = status === 0 ? `${stdout}${stderr}` : null
  found.set(key, output)
  return output
}

/** The version number in what a program says of itself; null when it says nothing. */
export function versionIn(output: string | null): string | null {
  if (output === null) return null
  return /\d+(?:\.\d+)+/.exec(output)?.[0] ?? ''
}
