import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program started by a test, and everything it printed. */
export interface Child {
  readonly process: ChildProcess
  output(): string
  /** The first match of `pattern` in its output, as soon as it is there. Rejects when the program ends without it. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  /** Asks it to stop as a person would, and waits until it has; answers its exit code. */
  stop(): Promise<number | null>
  /** Ends it with SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a program whose output the test reads. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      look()
    })
  }
  child.once('error', (error) => {
    output += String(error)
    look()
  })
  child.once('close', look)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded()) return
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
  }
  return {
    process: child,
    output: () => output,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const watcher = () => {
          const match = pattern.exec(output)
          if (!match && !hasEnded()) return
          watchers.delete(watcher)
          if (match) resolve(match)
          else reject(new Error(`${command} ended without printing ${pattern}. It printed:\n${output}`))
        }
        watchers.add(watcher)
        watcher()
      }),
    stop: async () => {
      await end('SIGINT')
      return child.exitCode
    },
    kill: () => end('SIGKILL'),
  }
}
