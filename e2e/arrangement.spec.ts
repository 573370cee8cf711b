import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openTab, panel, rename } from './screen.ts'
import { swarm } from './swarms-panel.ts'
import { writeFileFor } from './test-files.ts'

test.use({ appArgs: ['--no-demo'] })

const splitter = (page: Page) => page.getByRole('separator', { name: 'Height of the panels' })
const heightOf = (page: Page) => page.getByRole('tabpanel').evaluate((one) => one.clientHeight)

test('the panels fold, grow, move to the other side, and are so after a reload', async ({ page }) => {
  const before = await heightOf(page)
  await splitter(page).focus()
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowUp')
  await expect.poll(() => heightOf(page)).toBeGreaterThan(before * 1.25)
  await expect(splitter(page)).toHaveAttribute('aria-valuenow', '51')
  const box = await splitter(page).boundingBox()
  if (!box) throw new Error('the splitter has no place on the page')
  await page.mouse.move(box.x + 200, box.y + 3)
  await page.mouse.down()
  await page.mouse.move(box.x + 200, box.y + 103)
  await page.mouse.up()
  await expect(splitter(page)).not.toHaveAttribute('aria-valuenow', '51')
  const share = await splitter(page).getAttribute('aria-valuenow')

  await page.getByRole('button', { name: 'Move to the right' }).click()
  const leftOf = async () => (await panel(page, 'Swarms').boundingBox())?.x
  await expect.poll(leftOf).toBeGreaterThan(800)
  await page.reload()
  await expect.poll(leftOf).toBeGreaterThan(800)
  await expect(splitter(page)).toHaveAttribute('aria-valuenow', share ?? '')

  await page.getByRole('button', { name: 'Side bar', exact: true }).click()
  await expect(panel(page, 'Swarms')).toBeHidden()
  await splitter(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tabpanel')).toBeHidden()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Swarmscope' })).toBeVisible()
  await expect(panel(page, 'Swarms')).toBeHidden()
  await expect(page.getByRole('tabpanel')).toBeHidden()
  await openTab(page, 'Event log')
  await expect(page.getByRole('tabpanel', { name: 'Event log' })).toBeVisible()
})

test('three cards welcome a newcomer, once', async ({ page }) => {
  const card = page.getByRole('region', { name: 'Welcome' })
  await expect(card).toContainText('What you see')
  await card.getByRole('button', { name: 'Next' }).click()
  await expect(card).toContainText('What to do')
  await card.getByRole('button', { name: 'Next' }).click()
  await expect(card).toContainText('Where to look')
  await card.getByRole('button', { name: 'Got it' }).press('Enter')
  await expect(card).toBeHidden()
  await expect(page.getByLabel('Addresses')).toBeFocused()
  await page.reload()
  await expect(panel(page, 'Swarms')).toBeVisible()
  await expect(card).toBeHidden()
})

test('a swarm taken off the list comes back whole, when that is undone', async ({ page }) => {
  const path = await writeFileFor(test.info(), 'kept.bin', randomBytes(300_000))
  await page.getByLabel('Share a file').setInputFiles(path)
  await expect(swarm(page, 'kept.bin')).toContainText('seeder')
  await swarm(page, 'kept.bin').getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove from the list' }).click()
  await expect(swarm(page, 'kept.bin')).toBeHidden()
  const notices = page.getByRole('status', { name: 'Notices' })
  await expect(notices).toContainText('kept.bin is off the list')
  await notices.getByRole('button', { name: 'Undo' }).click()
  await expect(swarm(page, 'kept.bin')).toContainText('seeder')
  await expect(swarm(page, 'kept.bin').getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
  await expect(notices).not.toContainText('off the list')
})

test('settings that were changed are changed back, when that is undone', async ({ page }) => {
  await rename(page, 'Grace')
  await expect(panel(page, 'This peer')).toContainText('Grace')
  const notices = page.getByRole('status', { name: 'Notices' })
  await notices.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByRole('application', { name: 'Swarm graph' })).toBeFocused()
  await expect(panel(page, 'This peer')).not.toContainText('Grace')
  await expect(panel(page, 'This peer')).toContainText('P1')
})

test('a notice stands beside the graph, not over it', async ({ page }) => {
  await page.getByLabel('Open .torrent').setInputFiles({
    name: 'holiday.torrent',
    mimeType: 'application/x-bittorrent',
    buffer: Buffer.from('not bencode at all'),
  })
  const notices = page.getByRole('status', { name: 'Notices' })
  await expect(notices).toContainText('.torrent')
  const [graph, notice] = await Promise.all([
    page.getByRole('application', { name: 'Swarm graph' }).boundingBox(),
    notices.boundingBox(),
  ])
  if (!graph || !notice) throw new Error('something has no place on the page')
  expect(graph.y + graph.height).toBeLessThanOrEqual(notice.y + 1)
})
