import { type Child, startChild } from '../child-process.ts'

/** Starts a client's program: at an address that is not a loopback one, in the network namespace of that host (see interop/run.mjs). */
export function startClient(host: string, command: string, args: readonly string[]): Child {
  const holder = process.env.SWARMSCOPE_INTEROP_THEIRS
  if (host.startsWith('127.') || holder === undefined) return startChild(command, args)
  return startChild('nsenter', [`--net=/proc/${holder}/ns/net`, command, ...args])
}
