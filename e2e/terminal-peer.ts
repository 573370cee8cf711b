import { join } from 'node:path'
import { root } from '../src-main/launch/run.mjs'
import { type Child, startChild } from './child-process.ts'

/** The terminal shell as `npm run peer -- …` runs it, already built. */
export const terminalShell = join(root, 'dist', 'main', 'terminal.cjs')

/** Starts the terminal shell. It sends no multicast: what a test says stays on this computer. */
export function startPeer(...args: string[]): Child {
  return startChild(process.execPath, [terminalShell, '--no-local-discovery', ...args])
}

/** Resolves once it listens. */
export function isListening(peer: Child): Promise<unknown> {
  return peer.waitFor(/Listening for new peers at/)
}
