import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { linksInGraph, namesInTable, panel } from './screen.ts'

test.describe('the keys of who presents', () => {
  test.use({ appArgs: ['--demo-rate', '64KiB'] })

  test('turn things on and off, as their buttons do', async ({ page }) => {
    const tools = page.getByRole('group', { name: 'Presenting' })
    for (const [key, name] of [
      ['.', 'Pause the motion'],
      ['s', 'Spotlight'],
      ['d', 'Pen'],
      ['t', 'Dark look'],
    ] as const) {
      const button = tools.getByRole('button', { name, exact: true })
      await expect(button).toHaveAttribute('aria-pressed', 'false')
      await page.keyboard.press(key)
      await expect(button).toHaveAttribute('aria-pressed', 'true')
      await button.click()
      await expect(button).toHaveAttribute('aria-pressed', 'false')
    }
    // The button has the focus now, and the space bar is for it.
    await page.keyboard.press('Space')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(tools.getByRole('button', { name: 'Pause the motion' })).toHaveAttribute('aria-pressed', 'false')
    await page.keyboard.press('t')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await test.step('are letters where text is typed', () => expectLettersWhereTyped(page))
  })

  test('add a demo peer and remove it again, are all in one list, and mean nothing in it', async ({ page }) => {
    await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
    await page.keyboard.press('+')
    await expect.poll(() => namesInTable(page)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5'])
    await page.keyboard.press('-')
    await expect.poll(() => namesInTable(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keys' })
    for (const line of ['Pause the motion', 'Projector', 'Add demo peer', 'Find me'])
      await expect(list).toContainText(line)
    await page.keyboard.press('p')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Find a peer' })).toBeFocused()
  })

  test('for the projector the graph stands alone, with larger type, and the rest comes back', async ({ page }) => {
    const height = (name: string) => page.getByRole('heading', { name }).evaluate((one) => one.clientHeight)
    const usual = await height('Swarmscope')
    await page.keyboard.press('p')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector')
    await expect(panel(page, 'Swarms')).toBeHidden()
    await expect(page.getByRole('tabpanel')).toBeHidden()
    expect(await height('Swarmscope')).toBeGreaterThan(usual * 1.2)
    await page.keyboard.press('t')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector-dark')
    await expect(panel(page, 'Swarms')).toBeHidden()
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector-dark')
    await page.keyboard.press('p')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await expect(panel(page, 'Swarms')).toBeVisible()
    await expect(page.getByRole('tabpanel', { name: 'Peers' })).toBeVisible()
  })
})

test.describe('without a demo', () => {
  test.use({ appArgs: ['--no-demo'] })

  test('a key that can do nothing says why', async ({ page }) => {
    await expect(page.getByRole('button', { name: 'Start demo swarm' })).toBeVisible()
    await page.keyboard.press('-')
    await expect(page.getByRole('status', { name: 'Notices' })).toContainText('No demo swarm runs')
  })
})

async function expectLettersWhereTyped(page: Page): Promise<void> {
  await page.getByLabel('Addresses').pressSequentially('p.?+d ')
  await expect(page.getByLabel('Addresses')).toHaveValue('p.?+d ')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
