import { expect, it } from 'vitest'
import type { PreloadApi } from '../../src-shared/preload-api.ts'
import { createElectronBridge } from './electron.ts'

const options = { pieceLengthBytes: null, isPrivate: false }

/** Shares files of which each has the place on disk that `places` gives by its path. */
async function share(places: Record<string, string>) {
  const asked: unknown[] = []
  const files = Object.keys(places).map((path) => ({ path, file: new File([], path) }))
  const api: Partial<PreloadApi> = {
    run: async (name, args) => {
      asked.push([name, args])
      return { ok: true }
    },
    pathOf: (file) => places[(file as File).name] ?? '',
  }
  const result = await createElectronBridge(api as PreloadApi).share(files, options)
  return { asked, result }
}

it.each([
  ['a file by its path', { 'a.txt': '/home/ada/a.txt' }, '/home/ada/a.txt'],
  ['a dropped folder by its path', { film: '/home/ada/film' }, '/home/ada/film'],
  ['a chosen folder by the path of a file in it', { 'film/x/a.mp4': '/home/ada/film/x/a.mp4' }, '/home/ada/film'],
  ['a folder on Windows', { 'film/x/a.mp4': 'C:\\Ada\\film\\x\\a.mp4' }, 'C:\\Ada\\film'],
  ['a name with the other slash in it', { 'film/a\\b': '/home/ada/film/a\\b' }, '/home/ada/film'],
])('shares %s', async (_name, places, path) => {
  expect((await share(places as Record<string, string>)).asked).toEqual([['share-file', { path, ...options }]])
})

it('says what to do about a file that is only in memory', async () => {
  const { asked, result } = await share({ 'a.txt': '' })
  expect(asked).toEqual([])
  expect(result).toMatchObject({ ok: false, code: 'bad-file' })
})
