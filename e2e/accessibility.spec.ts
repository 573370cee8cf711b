import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addAddresses, dials, linksInGraph, openTab, panel, peerRow, tabs } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '256KiB'] })
test.beforeEach(async ({ page, app }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  // A failed dial brings its buttons, and a peer that left its list.
  await addAddresses(page, `127.0.0.1:${app.sparePort}`)
  await expect(dials(page)).toContainText('Refused')
  await peerRow(page, 'P4').getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Recently left' })).toContainText('P4')
})

/** Controls and pictures of the accessibility tree that have no name. */
async function nameless(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot()
  const roles = 'button|checkbox|textbox|searchbox|tab|link|combobox|img|progressbar|dialog|region|table|list'
  return tree.split('\n').filter((line) => new RegExp(`^\\s*- (?:${roles})(?: \\[[^\\]]*\\])*:?$`).test(line))
}

test('every control has a name', async ({ page }) => {
  await peerRow(page, 'P2').getByRole('button', { name: 'P2' }).click()
  for (const tab of tabs) {
    await openTab(page, tab)
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
    expect(
      (await nameless(page)).filter((line) => !line.includes('- list')),
      tab,
    ).toEqual([])
  }
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  expect(await nameless(page), 'settings').toEqual([])
})

test('a peer is added, a tab changed and the settings closed with the keyboard alone', async ({ page, app }) => {
  const field = page.getByLabel('Addresses')
  await page.reload()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'To the graph' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('application', { name: 'Swarm graph' })).toBeFocused()
  await page.locator('body').click({ position: { x: 2, y: 2 } })
  await tabTo(page, field)
  await page.keyboard.type(`127.0.0.1:${app.sparePort + 1}`)
  await page.keyboard.press('Enter')
  await expect(dials(page)).toHaveCount(2)
  await tabTo(page, page.getByRole('tab', { name: 'Peers', exact: true }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Links' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Pieces' })).toBeFocused()
  await expect(page.getByRole('region', { name: 'Pieces' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Settings' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden()
})

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, control: ReturnType<Page['getByRole']>, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  const isFocused = () => control.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 60 && !(await isFocused()); presses++) await page.keyboard.press(key)
  await expect(control).toBeFocused()
}

// The last two are 1280 × 800 and 1024 × 768 at a zoom of 200 %.
const lightSizes = [
  [1024, 768],
  [800, 600],
  [640, 400],
  [512, 384],
] as const
const projectorSizes = [
  [1024, 768],
  [800, 600],
] as const

test('nothing scrolls sideways or sticks out, however small the window', async ({ page }) => {
  for (const [width, height] of lightSizes) {
    await expectTabsToFit(page, width, height)
    await expectSideBarToFit(page, `${width} × ${height}`)
  }
})

test('nothing scrolls sideways or sticks out in the larger type for the projector', async ({ page }) => {
  await page.keyboard.press('p')
  for (const [width, height] of projectorSizes) {
    await expectTabsToFit(page, width, height)
    await page.keyboard.press('b')
    await expectSideBarToFit(page, `${width} × ${height}`)
    await page.keyboard.press('b')
    await expect(panel(page, 'Add peer by IP')).toBeHidden()
  }
})

async function expectTabsToFit(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height })
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
  for (const tab of tabs) {
    await openTab(page, tab)
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
    expect(await notFitting(page), `${tab} at ${width} × ${height}`).toEqual([])
  }
}

async function expectSideBarToFit(page: Page, size: string): Promise<void> {
  await panel(page, 'Add peer by IP').scrollIntoViewIfNeeded()
  await expect(panel(page, 'Add peer by IP')).toBeInViewport()
  expect(await notFitting(page), `the side bar at ${size}`).toEqual([])
}

async function notFitting(page: Page): Promise<string[]> {
  return [...(await scrollingSideways(page)), ...(await stickingOut(page))]
}

/** The controls and headings whose words do not fit into them, or that stand out of the window. */
function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, h1, h2, h3, label, summary, th')]
      .filter((element) => element.checkVisibility() && element.closest('.only-read-aloud') === null)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        // Two pixels for what a border and a rounded size may take.
        const overflows = element.scrollWidth > element.clientWidth + 2
        const hidden = getComputedStyle(element).textOverflow === 'ellipsis'
        return width > 1 && (left < -1 || right > innerWidth + 1 || (overflows && !hidden))
      })
      .map((element) => `${element.tagName}.${element.className} “${element.textContent}” sticks out`),
  )
}

/** The elements that have more to show sideways than they have room for, and let it be scrolled to. */
function scrollingSideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => {
        const { overflowX } = getComputedStyle(element)
        return element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
      })
      .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`),
  )
}
