import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openTab } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '64KiB'] })

test('a click on a peer in the picture selects it, also in the middle of a transfer', async ({ page }) => {
  const words = page.getByRole('list', { name: 'Swarm graph in words' })
  await expect(words).toContainText('P4')
  await openTab(page, 'Selected')
  const selected = page.getByRole('region', { name: 'Selected', exact: true })
  await expect(selected).toContainText('Nothing is selected')
  // The layout is its own affair: somewhere on a grid finer than a peer, a click must meet one.
  const isPeerSelected = async () => /UUID/.test((await selected.textContent()) ?? '')
  for (const [x, y] of await placesOnPicture(page)) {
    if (await isPeerSelected()) break
    await page.mouse.click(x, y)
  }
  await expect(selected).toContainText('UUID')
  await expect(selected).toContainText(/P[1-4]/)
})

test('a peer is found by its name, is followed, and from near one of its links fills the screen', async ({ page }) => {
  await expect(page.getByRole('list', { name: 'Swarm graph in words' })).toContainText('P4')
  await page.getByRole('searchbox', { name: 'Find a peer' }).fill('p3')
  await page.getByRole('searchbox', { name: 'Find a peer' }).press('Enter')
  await openTab(page, 'Selected')
  await expect(page.getByRole('region', { name: 'Selected', exact: true })).toContainText('P3')
  const follow = page.getByRole('button', { name: 'Follow', exact: true })
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  const closeUp = page.getByRole('region', { name: /^The link from P\d to P\d$/ })
  await expect(closeUp).toBeHidden()
  for (let step = 0; step < 8; step++) await page.getByRole('button', { name: 'Zoom in', exact: true }).click()
  await expect(closeUp).toContainText(/client socket .*P3|P3 dialled|P3 accepted/)
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Fit', exact: true }).first().click()
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  await expect(closeUp).toBeHidden()
})

/** Places all over the picture, forty pixels apart, where nothing lies over it. */
function placesOnPicture(page: Page): Promise<[x: number, y: number][]> {
  return page
    .locator('canvas')
    .first()
    .evaluate((canvas) => {
      const { left, top, right, bottom } = canvas.getBoundingClientRect()
      const places: [number, number][] = []
      for (let y = top + 20; y < bottom; y += 40) {
        for (let x = left + 20; x < right; x += 40) if (document.elementFromPoint(x, y) === canvas) places.push([x, y])
      }
      return places
    })
}
