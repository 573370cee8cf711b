import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { limitUpload, panel } from './screen.ts'
import { choosePieceLength, copyMagnet, openMagnet, swarm } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const kibibyte = 1024
const notes = randomBytes(600 * kibibyte + 77)
const film = randomBytes(1200 * kibibyte + 55)
const readme = Buffer.from('Week 7: peer-to-peer\n')

test('of a shared folder only the wanted files are fetched, and another when it is ticked later', async ({
  startApp,
}) => {
  const [from, to] = [await startApp(['--no-demo']), await startApp(['--no-demo'])]
  // Nearly a minute for all of it, in which a file has to be taken off the list.
  await limitUpload(panel(from.page, 'This peer'), 32)
  const path = await writeFileFor(test.info(), 'week 7/notes.bin', notes)
  await writeFileFor(test.info(), 'week 7/media/video.bin', film)
  await writeFileFor(test.info(), 'week 7/read me.txt', readme)
  await choosePieceLength(from.page, 16 * kibibyte)
  await from.page.getByLabel('Share a folder').setInputFiles(dirname(path))
  await expect(swarm(from.page, 'week 7')).toContainText('seeder')

  const { page } = to
  await openMagnet(page, await copyMagnet(from, 'week 7'))
  const mine = swarm(page, 'week 7')
  const files = mine.getByRole('list', { name: 'Files of week 7' })
  const video = files.getByLabel('media/video.bin')
  await video.click()
  await expect(video).not.toBeChecked()
  await limitUpload(panel(from.page, 'This peer'), null)
  await expect(mine).toContainText('has all wanted files')
  const saved = join(to.dataFolder, 'downloads', 'week 7')
  await expect.poll(() => isFile(join(saved, 'notes.bin'), notes)).toBe(true)
  await expect.poll(() => isFile(join(saved, 'read me.txt'), readme)).toBe(true)
  expect(await namesIn(join(saved, 'media'))).not.toContain('video.bin')
  await expect(files.getByRole('listitem').filter({ hasText: 'video.bin' })).not.toContainText('100 %')

  await video.click()
  await expect(mine).toContainText('seeder')
  await expect.poll(() => isFile(join(saved, 'media', 'video.bin'), film)).toBe(true)
  expect(await namesIn(join(saved, 'media'))).toEqual(['video.bin'])
})

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
