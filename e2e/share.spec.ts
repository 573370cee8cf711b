import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { addAddresses } from './screen.ts'
import { swarm } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

test.use({ appArgs: ['--no-demo'] })

const bytes = randomBytes(3 * 1024 * 1024 + 12_345)

test('a chosen file is shared, and its saved .torrent lets a terminal peer download it byte for byte', async ({
  page,
  app,
  terminalPeer,
}) => {
  const path = await writeFileFor(test.info(), 'lecture notes.pdf', bytes)
  await page.getByLabel('Share a file').setInputFiles(path)
  await expect(swarm(page, basename(path))).toContainText('seeder')
  await expect(page.getByRole('status', { name: 'Notices' })).toContainText('lecture notes.pdf is shared')
  const torrent = test.info().outputPath('notes.torrent')
  await app.saveTo(torrent, () => swarm(page, basename(path)).getByRole('button', { name: 'Save .torrent' }).click())
  const out = test.info().outputPath('out')
  const peer = await terminalPeer(
    app.sparePort,
    '--torrent',
    torrent,
    '--out',
    out,
    '--connect',
    `127.0.0.1:${app.peerPort}`,
  )
  await peer.waitFor(/Complete: every piece is verified/)
  expect((await readFile(join(out, 'lecture notes.pdf'))).equals(bytes)).toBe(true)
})

test('an opened .torrent is downloaded from a terminal peer into the data folder, and seeded from then on', async ({
  page,
  app,
  terminalPeer,
}) => {
  const path = await writeFileFor(test.info(), 'measurements.bin', bytes)
  const peer = await terminalPeer(app.sparePort, '--seed', path, '--name', 'Ada', '--up', '256KiB')
  await peer.waitFor(/its torrent is/)
  await page.getByLabel('Open .torrent').setInputFiles(`${path}.torrent`)
  const mine = swarm(page, 'measurements.bin')
  await expect(mine).toContainText('leecher')
  await expect(mine).toContainText('waiting for data')
  await addAddresses(page, `127.0.0.1/${app.sparePort}`)
  await expect(mine).toContainText(/\d \w+ left/)
  await expect(mine).toContainText('seeder')
  await expect(mine.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
  await expect(mine).toContainText('complete in')
  const savedAs = join(app.dataFolder, 'downloads', 'measurements.bin')
  await expect(mine).toContainText(savedAs)
  await expect.poll(() => isFile(savedAs, bytes)).toBe(true)
})

test('a swarm that is paused can be resumed, with the pieces kept', async ({ page }) => {
  const path = await writeFileFor(test.info(), 'kept.bin', bytes)
  await page.getByLabel('Share a file').setInputFiles(path)
  const mine = swarm(page, 'kept.bin')
  await expect(mine).toContainText('seeder')
  await mine.getByRole('button', { name: 'Pause' }).click()
  await expect(mine).toContainText('paused')
  await mine.getByRole('button', { name: 'Resume' }).click()
  await expect(mine).toContainText('complete')
  await expect(mine.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
})

test('what is no .torrent is told in a notice that can be dismissed', async ({ page }) => {
  await page.getByLabel('Open .torrent').setInputFiles({
    name: 'holiday.torrent',
    mimeType: 'application/x-bittorrent',
    buffer: Buffer.from('not bencode at all'),
  })
  const notices = page.getByRole('status', { name: 'Notices' })
  await expect(notices).toContainText('.torrent')
  await notices.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notices).toBeEmpty()
})
