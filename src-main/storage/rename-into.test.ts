import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renameInto } from './rename-into.ts'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return { ...real, link: vi.fn(real.link), rm: vi.fn(real.rm) }
})

let folder: string
const at = (name: string) => join(folder, name)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

test.each([
  ['by a link', () => undefined],
  [
    'where there are no links',
    () => vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error(), { code: 'EPERM' })),
  ],
])('a file gets a free name and no other, %s', async (_, prepare) => {
  await writeFile(at('from'), 'new')
  prepare()
  await renameInto(at('from'), at('to'))
  expect(await readdir(folder)).toEqual(['to'])
  await writeFile(at('from'), 'newer')
  prepare()
  await expect(renameInto(at('from'), at('to'))).rejects.toMatchObject({ code: 'EEXIST' })
  expect([await readFile(at('to'), 'utf8'), await readFile(at('from'), 'utf8')]).toEqual(['new', 'newer'])
})

test('an old name that cannot go is no failure: the file has its new one', async () => {
  await writeFile(at('from'), 'new')
  vi.mocked(rm).mockRejectedValueOnce(Object.assign(new Error(), { code: 'EBUSY' }))
  await renameInto(at('from'), at('to'))
  expect(await readFile(at('to'), 'utf8')).toBe('new')
})

test('a folder too, and never over an empty one', async () => {
  await mkdir(at('from'))
  await mkdir(at('taken'))
  await expect(renameInto(at('from'), at('taken'))).rejects.toMatchObject({ code: 'EEXIST' })
  await renameInto(at('from'), at('to'))
  expect((await lstat(at('to'))).isDirectory()).toBe(true)
  await expect(renameInto(at('away'), at('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
})
