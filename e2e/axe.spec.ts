// What axe finds wrong for people who see, hear or point otherwise, in every look and panel of the screen.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { root } from '../src-main/launch/run.mjs'
import { themeNames } from '../src-renderer/store/theme.ts'
import { expect, test } from './fixtures.ts'
import { addAddresses, dials, linksInGraph, openTab, tabs } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '16KiB'] })

declare const axe: { run(selector: string, options: object): Promise<AxeResults> }

/** Each violation of WCAG 2.2 A and AA, or of good practice, and the elements that it is about, in a part of the screen or in all of it. */
async function violations(page: Page, part = 'html'): Promise<string[]> {
  const found = await page.evaluate(
    async (selector) => (await axe.run(selector, { resultTypes: ['violations'] })).violations,
    part,
  )
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${help}: ${html} ${any.map(({ message }) => message).join('; ')}`),
  )
}

/** Gives the screen a look, as its remembered choice, and axe. */
async function look(page: Page, theme: (typeof themeNames)[number]): Promise<void> {
  await page.evaluate((name) => {
    localStorage.setItem('swarmscope.theme', JSON.stringify(name))
  }, theme)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  await page.evaluate(await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'))
}

test('axe finds nothing wrong with any panel or dialog, in any look', async ({ page, app }) => {
  test.slow()
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  await addAddresses(page, `127.0.0.1:${app.sparePort}`)
  for (const theme of themeNames) await test.step(`in the ${theme} look`, () => expectNoViolation(page, theme))
})

async function expectNoViolation(page: Page, theme: (typeof themeNames)[number]): Promise<void> {
  const expectNone = async (what: string, part?: string) =>
    expect.soft(await violations(page, part), `${what} in the ${theme} look`).toEqual([])
  await look(page, theme)
  await expect(dials(page)).toContainText('Refused')
  await expectNone('the whole screen')
  // What stands round the panel is the same for each.
  for (const tab of tabs) {
    await openTab(page, tab)
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
    await expectNone(tab, '[role=tabpanel]')
  }
  await openTab(page, 'Links')
  await page.getByRole('rowheader').getByRole('button').first().click()
  await expectNone('a link', '[role=tabpanel]')
  await page.getByRole('button', { name: 'Take it along' }).click()
  await expectNone('what can be taken along')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await expectNone('the settings')
}
