import { spawn } from 'node:child_process'
import { hasDisplay } from '../../launch/display.mjs'

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // Not `cmd /c start`: cmd would read the address as a command line.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Shows an address in the person's browser, where there is a display and a browser; otherwise nothing happens. */
export function openBrowser(url: string): void {
  if (!hasDisplay()) return
  const [program, ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  // The address is on the terminal anyway.
  child.once('error', () => {})
  child.unref()
}
