import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { expect, test } from './fixtures.ts'
import { graphWords, logLines, openTab, panel, peerRow, selectPeer } from './screen.ts'
import { dialAsGuest, type GuestOptions } from './scripted-guest.ts'
import { copyMagnet, shareFile } from './swarms-panel.ts'
import { writeFileFor } from './test-files.ts'

test.use({ appArgs: ['--no-demo'] })

const qBittorrent = { idStart: '-qB4520-', agent: 'qBittorrent/4.5.2' }
let guests: Socket[]
let infoHash: InfoHash

test.beforeEach(async ({ page, app }, info) => {
  guests = []
  await shareFile(page, await writeFileFor(info, 'lecture.bin', randomBytes(70_000)), 'lecture.bin', 32 * 1024)
  infoHash = /urn:btih:([0-9a-f]{40})/.exec(await copyMagnet(app, 'lecture.bin'))?.[1] as InfoHash
})
test.afterEach(() => {
  for (const guest of guests) guest.destroy()
})

async function dial(options: Omit<GuestOptions, 'infoHash'> & Partial<GuestOptions>): Promise<void> {
  guests.push(await dialAsGuest({ infoHash, ...options }))
}

test('a guest is told from our own kind, with how it differs from the textbook', async ({ page, app }) => {
  await dial({ ...qBittorrent, port: app.peerPort })
  await expect.poll(async () => (await graphWords(page)).join('\n')).toContain('guest: qBittorrent 4.5.2')
  await expect(peerRow(page, 'qBittorrent 4.5.2')).toContainText('guest')
  const selected = await selectPeer(page, 'qBittorrent 4.5.2')
  const differences = selected.getByRole('list', { name: 'How it differs' })
  await expect(differences).toContainText('one connection from each IP address')
  await expect(differences).toContainText(
    'Tools, Options, Advanced: “Allow multiple connections from the same IP address”',
  )
  await expect(differences).toContainText('libtorrent settings_pack.cpp')
})

test('what a hostile guest calls itself is cut and shown as text', async ({ page, app }) => {
  const agent = `<b>my client</b>\u202e${'x'.repeat(5_000)}`
  await dial({ idStart: 'A2-1-36-0-', agent, port: app.peerPort })
  const row = page.getByRole('table', { name: 'Peers' }).getByRole('row').filter({ hasText: 'guest' })
  await expect(row).toContainText('<b>my client<')
  await row.getByRole('button').first().click()
  await openTab(page, 'Selected')
  await expect(page.getByRole('region', { name: 'Guest' })).toContainText('of the family aria2')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('a link that hides its bytes says so, and what that is worth', async ({ page, app }) => {
  await dial({ ...qBittorrent, port: app.peerPort, hidden: true })
  await expect.poll(async () => (await graphWords(page)).join('\n')).toContain('RC4 (MSE)')
  const selected = await selectPeer(page, 'qBittorrent 4.5.2')
  await selected.getByRole('list', { name: 'Its links' }).getByRole('button').click()
  await expect(selected).toContainText('hidden from filters and simple listeners, not secret')
})

test('a handshake for another swarm is a calm note, explained and counted', async ({ page, app }) => {
  const port = app.peerPort
  const other = '1f'.repeat(20) as InfoHash
  await dial({ idStart: '-WW0208-', agent: 'WebTorrent 2.8', port, infoHash: other })
  await dial({ idStart: '-WW0208-', agent: 'WebTorrent 2.8', port, infoHash: other })
  await expect(panel(page, 'This peer')).toContainText('2 came for other torrents, which is normal')
  await openTab(page, 'Event log')
  const line = logLines(page).filter({ hasText: 'Another swarm' })
  await expect(line).toHaveCount(1)
  await expect(line).toContainText('That is normal')
  await page.getByLabel('Connections').uncheck()
  await expect(line).toHaveCount(0)
})
