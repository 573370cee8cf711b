import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { limitUpload, panel } from './screen.ts'
import { copyMagnet, openMagnet, piecesHere, shareFile, swarm } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const bytes = randomBytes(3 * 1024 * 1024)
/** A minute and a half for all of it: however slow the computer, the trouble comes in the middle. */
const slowKib = 32

test('a download whose folder is taken away pauses with a sentence, and goes on when tried again', async ({
  startApp,
}) => {
  const [from, to] = [await startApp(['--no-demo']), await startApp(['--no-demo'])]
  await limitUpload(panel(from.page, 'This peer'), slowKib)
  await shareFile(from.page, await writeFileFor(test.info(), 'talk.bin', bytes), 'talk.bin', 16 * 1024)
  await openMagnet(to.page, await copyMagnet(from, 'talk.bin'))
  const mine = swarm(to.page, 'talk.bin')
  await expect.poll(() => piecesHere(to.page, 'talk.bin')).toBeGreaterThan(5)

  const downloads = join(to.dataFolder, 'downloads')
  const [part = ''] = await readdir(downloads)
  await rename(join(downloads, part), join(to.dataFolder, part))
  await mkdir(join(downloads, part))
  await expect(mine).toContainText('stopped by a problem')
  await expect(mine).toContainText(`${part} was moved or deleted`)
  await mine.getByRole('button', { name: 'Try again' }).click()
  await expect(mine).toContainText(/is a folder/)
  await rm(join(downloads, part), { recursive: true })
  await rename(join(to.dataFolder, part), join(downloads, part))
  const pieces = await piecesHere(to.page, 'talk.bin')
  await mine.getByRole('button', { name: 'Try again' }).click()
  await expect(mine).toContainText(/\d \w+ left/)
  expect(await piecesHere(to.page, 'talk.bin')).toBeGreaterThanOrEqual(pieces)
  await limitUpload(panel(from.page, 'This peer'), null)
  await expect(mine).toContainText('seeder')
  await expect.poll(() => isFile(join(downloads, 'talk.bin'), bytes)).toBe(true)
})

test('a shared file that is taken away pauses its swarm with a sentence, and is shared again once it is back', async ({
  startApp,
}) => {
  const [from, to] = [await startApp(['--no-demo']), await startApp(['--no-demo'])]
  await limitUpload(panel(from.page, 'This peer'), slowKib)
  await shareFile(from.page, await writeFileFor(test.info(), 'talk.bin', bytes), 'talk.bin', 16 * 1024)
  await openMagnet(to.page, await copyMagnet(from, 'talk.bin'))
  await expect(swarm(to.page, 'talk.bin')).toContainText(/\d \w+ left/)
  const shared = swarm(from.page, 'talk.bin')
  // A browser tells no paths, so what is chosen there is copied: it is where the screen says.
  const place = await shared.locator('.saved-as code').innerText()
  await rename(place, `${place}.away`)
  await expect(shared).toContainText(`${place} was moved or deleted`)
  await shared.getByRole('button', { name: 'Try again' }).click()
  await expect(shared).toContainText(/does not exist; put it back|no longer/)
  await rename(`${place}.away`, place)
  await shared.getByRole('button', { name: 'Try again' }).click()
  await expect(shared).toContainText('complete')
  await limitUpload(panel(from.page, 'This peer'), null)
  await expect(swarm(to.page, 'talk.bin')).toContainText('seeder')
  await expect.poll(() => isFile(join(to.dataFolder, 'downloads', 'talk.bin'), bytes)).toBe(true)
})
