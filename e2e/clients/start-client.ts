import type { ChildProcess } from 'node:child_process'
import { type Child, startChild } from '../child-process.ts'

const started = new Set<ChildProcess>()

// Also of a test that ended before its client was ready.
process.on('exit', () => {
  for (const process of started) process.kill('SIGKILL')
})

/** Starts a client's program: at an address that is not a loopback one, in the network namespace of that host (see interop/run.mjs). */
export function startClient(host: string, command: string, args: readonly string[]): Child {
  const holder = process.env.SWARMSCOPE_INTEROP_THEIRS
  const isHere = host.startsWith('127.') || holder === undefined
  const child = isHere
    ? startChild(command, args)
    : startChild('nsenter', [`--net=/proc/${holder}/ns/net`, command, ...args])
  started.add(child.process)
  child.process.once('close', () => started.delete(child.process))
  return child
}
