import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { BridgeHost } from '../bridge-host.ts'

const maxTorrentBytes = 10 * 1024 * 1024

/** The .torrent files and magnet links among what a command line gives; `folder` is where relative paths start. */
export function torrentsIn(words: readonly string[], folder: string): string[] {
  return words.flatMap((word) => {
    if (isMagnet(word)) return word
    return word.toLowerCase().endsWith('.torrent') ? resolve(folder, word) : []
  })
}

/** What the system asks us to open; what comes before the program is ready waits for that. */
export class AskedTorrents {
  #open: ((asked: readonly string[]) => void) | undefined
  #waiting: string[] = []

  ask(asked: readonly string[]): void {
    if (this.#open) this.#open(asked)
    else this.#waiting.push(...asked)
  }

  /** From now on each is passed to `open` as it comes. */
  openWith(open: (asked: readonly string[]) => void): void {
    this.#open = open
    open(this.#waiting.splice(0))
  }
}

/** Joins the swarm of each; `complain` gets the name and a sentence for one that cannot be opened. */
export async function openTorrents(
  host: BridgeHost,
  asked: readonly string[],
  complain: (name: string, sentence: string) => void,
): Promise<void> {
  for (const one of asked) {
    const complaint = isMagnet(one) ? await openMagnet(host, one) : await openFile(host, one)
    if (complaint) complain(isMagnet(one) ? 'The magnet link' : basename(one), complaint)
  }
}

function isMagnet(word: string): boolean {
  return /^magnet:/i.test(word)
}

async function openMagnet(host: BridgeHost, uri: string): Promise<string | undefined> {
  const result = await host.run('open-magnet', { uri })
  return result.ok ? undefined : result.detail
}

async function openFile(host: BridgeHost, path: string): Promise<string | undefined> {
  let bytes: Buffer
  try {
    const found = await stat(path)
    const { size } = found
    // A pipe, say, could go on for ever.
    if (!found.isFile()) return 'It is no file.'
    if (size > maxTorrentBytes) return `It has ${size} bytes, and a .torrent has at most ${maxTorrentBytes}.`
    bytes = await readFile(path)
  } catch (error) {
    return `It could not be read: ${(error as Error).message}.`
  }
  const result = await host.run('open-torrent', { base64: bytes.toString('base64') })
  return result.ok ? undefined : result.detail
}
