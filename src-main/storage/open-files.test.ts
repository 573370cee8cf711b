import type { FileHandle } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OpenFiles } from './open-files.ts'

/** Handles that only count. */
function counted(limit: number) {
  const log: string[] = []
  const files = new OpenFiles<string>(async (name) => {
    if (name === 'broken') throw new Error('no such file')
    log.push(`open ${name}`)
    return {
      close: async () => void log.push(`close ${name}`),
    } as FileHandle
  }, limit)
  return { files, log }
}

const nothing = async () => undefined

test('a file is opened once for all who use it, and the longest unused is closed first', async () => {
  const { files, log } = counted(2)
  await Promise.all([files.use('a', nothing), files.use('a', nothing)])
  await files.use('b', nothing)
  await files.use('a', nothing)
  await files.use('c', nothing)
  await setImmediate()
  expect(log).toEqual(['open a', 'open b', 'open c', 'close b'])
  await files.close()
  expect(log.slice(4).sort()).toEqual(['close a', 'close c'])
})

test('a file is never closed while it is worked with', async () => {
  const { files, log } = counted(1)
  let done: () => void = () => undefined
  const working = files.use('a', () => new Promise<void>((resolve) => (done = resolve)))
  await files.use('b', nothing)
  await files.use('c', nothing)
  expect(log).not.toContain('close a')
  const dropped = files.drop('a')
  await setImmediate()
  expect(log).not.toContain('close a')
  done()
  await Promise.all([working, dropped])
  expect(log).toContain('close a')
})

test('a file that could not be opened is tried again the next time', async () => {
  const { files } = counted(1)
  await expect(files.use('broken', nothing)).rejects.toThrow('no such file')
  await expect(files.use('broken', nothing)).rejects.toThrow('no such file')
  await files.close()
})
