import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TestInfo } from '@playwright/test'

/** Writes a file, or one in a folder (`notes/a.txt`), where the test alone has files; answers its path. */
export async function writeFileFor(info: TestInfo, name: string, bytes: Uint8Array): Promise<string> {
  const path = info.outputPath('files', name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
  return path
}

/** Whether a file is there, byte for byte. */
export async function isFile(path: string, bytes: Buffer): Promise<boolean> {
  return (await readFile(path).catch(() => null))?.equals(bytes) ?? false
}
