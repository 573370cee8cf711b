import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { limitUpload, panel } from './screen.ts'
import { copyMagnet, openMagnet, piecesHere, shareFile, swarm } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const bytes = randomBytes(4 * 1024 * 1024 + 321)

test('a magnet link copied in one app brings the file to another, which pauses, rechecks, resumes and removes it', async ({
  startApp,
}) => {
  const [from, to] = [await startApp(['--no-demo']), await startApp(['--no-demo'])]
  // Slow enough that a slow computer too pauses it in the middle.
  await limitUpload(panel(from.page, 'This peer'), 64)
  await shareFile(from.page, await writeFileFor(test.info(), 'talk.bin', bytes), 'talk.bin', 32 * 1024)
  const uri = await copyMagnet(from, 'talk.bin')
  expect(uri).toMatch(/^magnet:\?xt=urn:btih:[0-9a-f]{40}&/)
  await openMagnet(to.page, uri)

  const { page } = to
  const mine = swarm(page, 'talk.bin')
  await expect.poll(() => piecesHere(page, 'talk.bin')).toBeGreaterThan(3)
  await mine.getByRole('button', { name: 'Pause' }).click()
  await expect(mine).toContainText('paused')
  await limitUpload(panel(from.page, 'This peer'), null)
  const downloads = join(to.dataFolder, 'downloads')
  const [part = ''] = await readdir(downloads)
  await writeFile(join(downloads, part), 'not what came')
  await mine.getByRole('button', { name: 'Recheck' }).click()
  await expect(mine).toContainText('0 of 129 pieces')
  await expect(mine).toContainText('paused')
  await mine.getByRole('button', { name: 'Resume' }).click()
  await expect(mine).toContainText('seeder')
  const savedAs = join(downloads, 'talk.bin')
  await expect.poll(() => isFile(savedAs, bytes)).toBe(true)

  await mine.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove talk.bin?' })
  await expect(dialog).toContainText(savedAs)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(mine).toBeVisible()
  await mine.getByRole('button', { name: 'Remove…' }).click()
  await dialog.getByRole('button', { name: 'Remove and delete its files' }).click()
  await expect(mine).toHaveCount(0)
  await expect.poll(() => readdir(downloads)).toEqual([])

  await swarm(from.page, 'talk.bin').getByRole('button', { name: 'Remove…' }).click()
  await from.page.getByRole('button', { name: 'Remove from the list' }).click()
  await expect(swarm(from.page, 'talk.bin')).toHaveCount(0)
  expect(await isFile(test.info().outputPath('files', 'talk.bin'), bytes)).toBe(true)
})

test('a magnet link whose peer is away says so, and is given up by a button', async ({ startApp }) => {
  const app = await startApp(['--no-demo'])
  await openMagnet(app.page, `magnet:?xt=urn:btih:${'ab'.repeat(20)}&dn=nowhere&x.pe=127.0.0.1:${app.sparePort}`)
  const row = swarm(app.page, 'nowhere')
  await expect(row).toBeVisible()
  await expect(app.page.getByRole('list', { name: 'Dials' })).toContainText('Refused')
  await row.getByRole('button', { name: /Cancel|Dismiss/ }).click()
  await expect(row).toHaveCount(0)
  await openMagnet(app.page, 'magnet:?dn=nothing')
  await expect(app.page.getByRole('status', { name: 'Notices' })).toContainText(/magnet/i)
})
