import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type AppUnderTest, expect, test } from './fixtures.ts'
import { linksInGraph } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '32KiB'] })

test('the picture is taken along as SVG and PNG, the tables as CSV, and the menu needs no mouse', async ({ app }) => {
  await expect.poll(async () => (await linksInGraph(app.page)).length).toBe(9)
  await test.step('SVG, with its words as text', () => expectSvg(app))
  await test.step('PNG, twice as large as on screen', () => expectPng(app))
  await test.step('CSV', () => expectCsv(app))
  await test.step('the menu opens and closes with the keyboard', () => expectMenuToNeedNoMouse(app.page))
})

/** Presses what saves one thing, and answers the file. */
async function saved(app: AppUnderTest, label: string): Promise<Buffer> {
  const { page } = app
  const path = join(app.dataFolder, label)
  await app.saveTo(path, async () => {
    await page.getByRole('button', { name: 'Take it along' }).click()
    await page.getByRole('button', { name: label, exact: true }).click()
  })
  return readFile(path)
}

async function expectSvg(app: AppUnderTest): Promise<void> {
  const svg = (await saved(app, 'Picture as SVG')).toString()
  const seen = await app.page.evaluate((text) => {
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
}

async function expectPng(app: AppUnderTest): Promise<void> {
  const png = await saved(app, 'Picture as PNG')
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const size = await app.page.locator('.graph-frame').evaluate((frame) => [frame.clientWidth, frame.clientHeight])
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(size.map((side) => 2 * side))
}

async function expectCsv(app: AppUnderTest): Promise<void> {
  const peers = (await saved(app, 'Peers as CSV')).toString()
  expect(peers).toMatch(/^\uFEFFPeer,Where,Server,/)
  expect(peers.trimEnd().split('\r\n')).toHaveLength(5)
  expect(peers).toContain(`P1,this window,127.0.0.1:${app.peerPort},`)
  const links = (await saved(app, 'Links as CSV')).toString()
  expect(links.trimEnd().split('\r\n')).toHaveLength(10)
  expect(links).toMatch(
    new RegExp(`\r\nP2,\\d+,127\\.0\\.0\\.1:\\d+,P1,127\\.0\\.0\\.1:${app.peerPort},course-picture`),
  )
}

async function expectMenuToNeedNoMouse(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Take it along' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Picture as SVG' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Picture as SVG' })).toBeHidden()
  await expect(button).toBeFocused()
}
