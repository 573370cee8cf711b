import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { dialog } from 'electron'
import type { BridgeHost } from '../../bridge-host.ts'

const maxTorrentBytes = 10 * 1024 * 1024

/** The .torrent files among what a command line gives; `folder` is where relative paths start. */
export function torrentFilesIn(files: readonly string[], folder: string): string[] {
  return files.filter((file) => file.toLowerCase().endsWith('.torrent')).map((file) => resolve(folder, file))
}

/** Joins the swarm of each file that the system asked us to open; what is wrong with one is said in a dialog. */
export async function openTorrentFiles(host: BridgeHost, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const complaint = await openTorrentFile(host, path)
    if (complaint) dialog.showErrorBox(`${basename(path)} was not opened`, complaint)
  }
}

async function openTorrentFile(host: BridgeHost, path: string): Promise<string | undefined> {
  let bytes: Buffer
  try {
    const { size } = await stat(path)
    if (size > maxTorrentBytes) return `It has ${size} bytes, and a .torrent has at most ${maxTorrentBytes}.`
    bytes = await readFile(path)
  } catch (error) {
    return `It could not be read: ${(error as Error).message}.`
  }
  const result = await host.run('open-torrent', { base64: bytes.toString('base64') })
  return result.ok ? undefined : result.detail
}
