import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { linksInGraph, openTab, peerRow } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '32KiB'] })
test.beforeEach(async ({ page }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
})

function table(page: Page, name: 'Peers' | 'Links'): Locator {
  return page.getByRole('table', { name, exact: true })
}

function openers(page: Page, name: 'Peers' | 'Links'): Locator {
  return table(page, name).getByRole('rowheader').getByRole('button')
}

test('every peer and every link is opened from its table with the keyboard alone', async ({ page }) => {
  const selected = page.getByRole('region', { name: 'Selected', exact: true })
  await openTab(page, 'Peers')
  await openers(page, 'Peers').first().focus()
  await page.keyboard.press('End')
  await expect(openers(page, 'Peers').last()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(selected.getByRole('heading', { name: 'P4' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(selected.getByRole('button', { name: 'Pause' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(openers(page, 'Peers').last()).toBeFocused()
  await expect(openers(page, 'Peers').last()).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Escape')
  await expect(openers(page, 'Peers').last()).toBeFocused()
  await expect(openers(page, 'Peers').last()).not.toHaveAttribute('aria-current')

  await openTab(page, 'Links')
  await expect(openers(page, 'Links')).toHaveCount(9)
  await openers(page, 'Links').first().focus()
  await page.keyboard.press('ArrowDown')
  const second = await openers(page, 'Links').nth(1).innerText()
  const [dialler, acceptor] = second.split(' → ')
  await page.keyboard.press('Enter')
  await expect(selected.getByRole('heading', { name: `${dialler} dialled ${acceptor}` })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(openers(page, 'Links').nth(1)).toBeFocused()
  await expect(openers(page, 'Links').nth(1)).toHaveAttribute('aria-current', 'true')
})

test('a table is put in order by a column, both ways', async ({ page }) => {
  await openTab(page, 'Links')
  const port = table(page, 'Links').getByRole('columnheader', { name: 'Client' })
  const link = table(page, 'Links').getByRole('columnheader', { name: 'Link' })
  await expect(link).toHaveAttribute('aria-sort', 'ascending')
  const ports = async () => (await table(page, 'Links').locator('tbody td:nth-child(2)').allInnerTexts()).map(Number)
  await port.getByRole('button').click()
  await expect(port).toHaveAttribute('aria-sort', 'ascending')
  await expect(link).not.toHaveAttribute('aria-sort')
  const upwards = await ports()
  expect(upwards).toEqual([...upwards].sort((one, other) => one - other))
  await port.getByRole('button').click()
  await expect(port).toHaveAttribute('aria-sort', 'descending')
  expect(await ports()).toEqual(upwards.reverse())
})

test('the summary says who gets what from whom, and news is told as it comes', async ({ page }) => {
  await expect(page.getByText(/^4 peers, 1 seeder, 9 links\. .*P2 gets .*B\/s from /)).toBeAttached()
  const news = page.getByRole('status', { name: 'News of the swarm' })
  const row = peerRow(page, 'P4')
  await row.getByRole('button', { name: 'Stop', exact: true }).press('Enter')
  await expect(news).toContainText('P4 left.')
  // Of a row that goes, to the one that takes its place.
  await expect(row).toBeHidden()
  await expect(openers(page, 'Peers').last()).toBeFocused()
})
