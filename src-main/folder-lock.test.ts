import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

let folder: string
const path = () => join(folder, 'in-use')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a folder is taken and given back', async () => {
  const giveBack = await lockFolder(folder)
  expect(await readFile(path(), 'utf8')).toBe(String(process.pid))
  await giveBack()
  expect(await readdir(folder)).toEqual([])
})

test('a folder that a running program has is refused with a sentence, and stays its own', async () => {
  await writeFile(path(), String(process.ppid))
  await expect(lockFolder(folder)).rejects.toThrow(/already open on .* Give --data .*delete .*in-use/)
  expect(await readFile(path(), 'utf8')).toBe(String(process.ppid))
})

test.each([
  ['a program that was killed', () => String(spawnSync(process.execPath, ['-e', '0']).pid)],
  ['one that had the number of this one', () => String(process.pid)],
  ['nobody', () => ''],
  ['rubbish', () => '-1 or so'],
])('a lock of %s is taken over', async (_, owner) => {
  await writeFile(path(), owner())
  const giveBack = await lockFolder(folder)
  expect(await readFile(path(), 'utf8')).toBe(String(process.pid))
  await giveBack()
  expect(await readdir(folder)).toEqual([])
})

test('a lock from before the computer was started is taken over, whoever has that number now', async () => {
  await writeFile(path(), String(process.ppid))
  await utimes(path(), 1_000, 1_000)
  await (await lockFolder(folder))()
})

test.skipIf(process.platform !== 'linux')('a lock of a zombie is taken over', async () => {
  // The shell's child is killed, and nobody waits for it: what the shell became does not.
  const shell = spawn('sh', ['-c', 'sleep 60 & kill -9 $! && echo $! && exec sleep 60'], { stdio: 'pipe' })
  const [pid] = await once(shell.stdout, 'data')
  await writeFile(path(), String(pid).trim())
  await expect.poll(() => lockFolder(folder).then((giveBack) => giveBack().then(() => 'taken'), String)).toBe('taken')
  shell.kill('SIGKILL')
  await once(shell, 'exit')
})

test('whoever took it over meanwhile keeps it', async () => {
  const giveBack = await lockFolder(folder)
  await writeFile(path(), String(process.ppid))
  await giveBack()
  expect(await readdir(folder)).toEqual(['in-use'])
})

test('what is no file is not deleted', async () => {
  await mkdir(path())
  await expect(lockFolder(folder)).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['in-use'])
})
