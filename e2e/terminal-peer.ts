import { join } from 'node:path'
import { root } from '../src-main/launch/run.mjs'
import { type Child, startChild } from './child-process.ts'

/** Starts the terminal shell as `npm run peer -- …` does, already built. */
export function startPeer(...args: string[]): Child {
  return startChild(process.execPath, [join(root, 'dist', 'main', 'terminal.cjs'), ...args])
}

/** Resolves once it listens. */
export function isListening(peer: Child): Promise<unknown> {
  return peer.waitFor(/Listening for new peers at/)
}
