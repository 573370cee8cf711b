import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** One file of the built screen: its bytes and its Content-Type. */
export interface ScreenFile {
  readonly type: string
  readonly body: Buffer
}

/** The built screen by URL path (`/index.html`, `/assets/…`), `/` included. What is not in it does not exist for a browser. */
export type ScreenFiles = ReadonlyMap<string, ScreenFile>

/** Scripts, styles, fonts and pictures come from the screen's own files only, and it talks to its own shell only. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Headers that every answer to the screen carries, in either shell. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Reads the built screen into memory; files of no known type are left out. Rejects when `folder` has no index.html. */
export async function readScreenFiles(folder: string): Promise<ScreenFiles> {
  const files = new Map<string, ScreenFile>()
  await readFolder(folder, '/', files)
  const index = files.get('/index.html')
  if (!index) throw new Error(`there is no built screen in ${folder}`)
  return files.set('/', index)
}

async function readFolder(folder: string, urlPath: string, into: Map<string, ScreenFile>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const type = types[extname(entry.name)]
    if (entry.isDirectory()) await readFolder(path, `${urlPath}${entry.name}/`, into)
    else if (type) into.set(urlPath + entry.name, { type, body: await readFile(path) })
  }
}
