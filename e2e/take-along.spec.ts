import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type AppUnderTest, expect, test } from './fixtures.ts'
import { linksInGraph } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '32KiB'] })
test.beforeEach(async ({ page }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
})

/** Presses what saves one thing, and answers the file. */
async function saved(app: AppUnderTest, page: Page, label: string): Promise<Buffer> {
  const path = join(app.dataFolder, label)
  await app.saveTo(path, async () => {
    await page.getByRole('button', { name: 'Take it along' }).click()
    await page.getByRole('button', { name: label, exact: true }).click()
  })
  return readFile(path)
}

test('the picture is taken along as SVG, with its words as text', async ({ page, app }) => {
  const svg = (await saved(app, page, 'Picture as SVG')).toString()
  const seen = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    const count = (name: string) => parsed.getElementsByTagName(name).length
    return {
      root: parsed.documentElement.localName,
      broken: count('parsererror'),
      foreign: count('script') + count('foreignObject') + count('image') + count('style'),
      paths: count('path'),
      texts: [...parsed.getElementsByTagName('text')].map((one) => one.textContent),
      words: parsed.getElementsByTagName('desc')[0]?.textContent,
    }
  }, svg)
  expect(seen).toMatchObject({ root: 'svg', broken: 0, foreign: 0 })
  expect(seen.paths).toBeGreaterThan(30)
  expect(seen.texts).toEqual(expect.arrayContaining(['P1', 'P2', 'P3', 'P4', `127.0.0.1:${app.peerPort}`]))
  expect(seen.words).toMatch(/^4 peers, 1 seeder, 9 links\./)
  expect(svg).not.toMatch(/href|url\(|NaN|undefined/)
})

test('the picture is taken along as PNG, twice as large as on screen', async ({ page, app }) => {
  const png = await saved(app, page, 'Picture as PNG')
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const size = await page.locator('.graph-frame').evaluate((frame) => [frame.clientWidth, frame.clientHeight])
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(size.map((side) => 2 * side))
})

test('the tables are taken along as CSV', async ({ page, app }) => {
  const peers = (await saved(app, page, 'Peers as CSV')).toString()
  expect(peers).toMatch(/^\uFEFFPeer,Where,Server,/)
  expect(peers.trimEnd().split('\r\n')).toHaveLength(5)
  expect(peers).toContain(`P1,this window,127.0.0.1:${app.peerPort},`)
  const links = (await saved(app, page, 'Links as CSV')).toString()
  expect(links.trimEnd().split('\r\n')).toHaveLength(10)
  expect(links).toMatch(
    new RegExp(`\r\nP2,\\d+,127\\.0\\.0\\.1:\\d+,P1,127\\.0\\.0\\.1:${app.peerPort},course-picture`),
  )
})

test('the menu opens and closes with the keyboard', async ({ page }) => {
  const button = page.getByRole('button', { name: 'Take it along' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Picture as SVG' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Picture as SVG' })).toBeHidden()
  await expect(button).toBeFocused()
})
