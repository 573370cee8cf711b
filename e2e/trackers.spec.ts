import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type AppUnderTest, expect, test } from './fixtures.ts'
import { limitUpload, logLines, openTab, pairsInGraph, panel, rename } from './screen.ts'
import { openMagnet, saveTorrent, shareFile, swarm } from './swarms-panel.ts'
import { writeFileFor } from './test-files.ts'

test.use({ appArgs: ['--no-demo'] })

const announceUrl = ({ peerPort }: AppUnderTest) => `http://127.0.0.1:${peerPort}/announce`
const trackers = (page: Page) => page.getByRole('list', { name: 'Trackers of this swarm' }).getByRole('listitem')
const askNow = (page: Page) => page.getByRole('button', { name: 'Ask now' })

async function share(app: AppUnderTest, bytes = 300_000): Promise<void> {
  const path = await writeFileFor(test.info(), 'lecture.bin', randomBytes(bytes))
  await shareFile(app.page, path, 'lecture.bin', 32 * 1024)
}

test('the own tracker needs no asking, and counts who asked it', async ({ page, app, shell }) => {
  await share(app)
  await openTab(page, 'Finding peers')
  await expect(trackers(page)).toHaveCount(1)
  await expect(trackers(page)).toContainText(announceUrl(app))
  await expect(askNow(page)).toHaveAttribute('aria-disabled', 'true')
  await expect(askNow(page)).toHaveAccessibleDescription(/needs no asking/)

  const left = '&uploaded=0&downloaded=0&left=1&compact=1'
  const asked = await fetch(`${announceUrl(app)}?info_hash=${'%1f'.repeat(20)}&peer_id=${'x'.repeat(20)}&port=1${left}`)
  expect(await asked.text()).toContain('failure reason')
  await expect(trackers(page)).toContainText('refused 1 request')

  const mine = panel(page, 'This peer')
  await expect(mine).toContainText(announceUrl(app))
  await mine.getByRole('button', { name: 'Copy the announce URL' }).click()
  await expect(page.getByRole('status', { name: 'Notices' })).toContainText('The announce URL is on the clipboard')
  const address = `http://127.0.0.1:${app.peerPort}/`
  if (shell === 'web') await expect(mine.getByRole('link', { name: address })).toHaveAttribute('href', address)
  else await expect(mine).toContainText(address)
})

test('a tracker brings two together without an address typed, and shows its answer and when it is asked again', async ({
  startApp,
}) => {
  const ada = await startApp(['--no-demo'])
  const bob = await startApp(['--no-demo'])
  await rename(ada.page, 'Ada')
  await rename(bob.page, 'Bob')
  // Who is done is named no seeders.
  await limitUpload(panel(ada.page, 'This peer'), 16)
  await share(ada, 4_000_000)
  await bob.page.getByLabel('Open .torrent').setInputFiles(await saveTorrent(test.info(), ada, 'lecture.bin'))
  await expect.poll(() => pairsInGraph(ada.page)).toContain('Bob > Ada')

  await openTab(bob.page, 'Finding peers')
  const asked = trackers(bob.page).filter({ hasText: announceUrl(ada) })
  await expect(asked).toContainText(/It named 1 peer and counts \d+ seeders? and \d+ leechers?\./)
  await expect(asked).toContainText('asked again in')
  const ways = bob.page.getByRole('list', { name: 'Ways to find peers' }).getByRole('listitem')
  await expect(ways.filter({ hasText: 'Trackers' })).toContainText('found 1 address')
  await expect(askNow(bob.page)).not.toHaveAttribute('aria-disabled', 'true')
  await askNow(bob.page).click()
  await openTab(ada.page, 'Finding peers')
  await expect(trackers(ada.page).filter({ hasText: 'own' })).toContainText(/It answered (?!1 )\d+ announces by HTTP/)
  await limitUpload(panel(ada.page, 'This peer'), null)
  await expect(swarm(bob.page, 'lecture.bin')).toContainText('seeder')
})

test('a tracker that nobody runs is a problem with its reason, for a magnet link too', async ({ page, app }) => {
  const url = `http://127.0.0.1:${app.sparePort}/announce`
  await openMagnet(page, `magnet:?xt=urn:btih:${'1f'.repeat(20)}&dn=lost&tr=${encodeURIComponent(url)}`)
  await swarm(page, 'lost').getByRole('button', { name: 'How it looks for peers' }).click()
  const asked = trackers(page).filter({ hasText: url })
  await expect(asked).toContainText('refuses the connection')
  await expect(asked).toContainText('asked again in')
  await expect(page.getByRole('region', { name: 'Finding peers' })).toContainText('no address found yet')
  await openTab(page, 'Event log')
  const line = logLines(page).filter({ hasText: `${url} that it joins the swarm, in vain.` })
  await expect(line).toHaveCount(1)
  await page.getByLabel('Problems').uncheck()
  await expect(line).toHaveCount(0)
})

test('what is off says why, and leads to the settings', async ({ page, app }) => {
  await share(app)
  await openTab(page, 'Finding peers')
  const ways = page.getByRole('list', { name: 'Ways to find peers' }).getByRole('listitem')
  await expect(ways).toHaveCount(4)
  const [, local, , table] = await ways.all()
  await expect(local!).toContainText('off')
  await expect(table!).toContainText('Switched off in Settings.')
  await expect(table!).toContainText('the whole world')
  await table!.getByRole('button', { name: 'Settings…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog.getByLabel('Ask the distributed hash table')).not.toBeChecked()
  await dialog.getByLabel('Look for peers on this network').uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(local!).toContainText('Switched off in Settings.')
})

test('the settings fit a small screen, with their buttons in sight', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeInViewport()
  await dialog.getByLabel('Give demo peers addresses of their own').check()
  await dialog.getByText('Data folder').scrollIntoViewIfNeeded()
  await expect(dialog.getByText('Data folder')).toBeInViewport()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeInViewport()
  expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
})
