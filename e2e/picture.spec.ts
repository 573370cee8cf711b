import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { root } from '../src-main/launch/run.mjs'
import { expect, test } from './fixtures.ts'
import { openTab, selectPeer } from './screen.ts'
import { swarm } from './swarms-panel.ts'
import { writeFileFor } from './test-files.ts'

/** How many colours a picture shows. */
function colours(picture: Locator): Promise<number> {
  return picture.evaluate((canvas: HTMLCanvasElement) => {
    const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))).size
  })
}

test.describe('the course picture', () => {
  test.use({ appArgs: ['--demo-rate', '128KiB'] })

  test('says who gave each peer its pieces, in the tab and on the peer’s card', async ({ page }) => {
    await openTab(page, 'Picture')
    const legend = page.getByRole('list', { name: 'Given by' })
    await expect(legend).toContainText('P1')
    const copies = page.getByRole('list', { name: 'course-picture.bmp' }).getByRole('listitem')
    await expect(copies.filter({ hasText: /\d+ from P1/ }).first()).toBeVisible()
    // The seeder had everything from the start.
    await expect(copies.first()).not.toContainText('from P')
    const card = await selectPeer(page, 'P2')
    await expect(card.getByRole('img', { name: /^course-picture\.bmp at P2: \d+ of 96 pieces$/ })).toBeVisible()
    await expect(card.getByRole('figure')).toContainText(/\d+ from P/)
  })
})

test.describe('another picture', () => {
  test.use({ appArgs: ['--no-demo'] })

  test('is drawn once it is whole, if it is a PNG; what only looks like one is not', async ({ page }) => {
    await page.getByLabel('Share a file').setInputFiles(join(root, 'docs', 'guest.png'))
    await expect(swarm(page, 'guest.png')).toContainText('seeder')
    const broken = await writeFileFor(test.info(), 'broken.jpg', new Uint8Array(5000).fill(7))
    await page.getByLabel('Share a file').setInputFiles(broken)
    await openTab(page, 'Picture')
    const picture = page.getByRole('list', { name: 'guest.png' }).getByRole('img')
    await expect(picture).toHaveAccessibleName(/^guest\.png at P1: (\d+) of \1 pieces$/)
    await expect.poll(() => colours(picture)).toBeGreaterThan(100)
    await expect(page.getByRole('region', { name: 'Picture' })).toContainText('broken.jpg cannot be drawn')
  })
})
