import { expect, test } from './fixtures.ts'
import { linksInGraph, openTab } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '32KiB'] })

test('the scoreboard tells each round with its ranking and reasons, and other profiles hold at once', async ({
  page,
}) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  for (const links of [16, 25]) {
    await page.getByRole('button', { name: 'Add demo peer' }).click()
    await expect.poll(async () => (await linksInGraph(page)).length).toBe(links)
  }
  await openTab(page, 'Unchokes')
  const board = page.getByRole('region', { name: 'Unchokes' })
  await board.getByLabel('Peer').selectOption('P1 (you)')
  const lines = board.getByRole('table', { name: 'Ranking' }).getByRole('row')
  const chokes = page.getByRole('combobox', { name: 'Chokes' })
  await chokes.selectOption({ label: 'BEP 3: tit for tat' })
  await expect(board).toContainText('Cohen')
  // Five want pieces, three slots go to the fastest and one to whom the lot falls on: one stays choked.
  await expect(lines.filter({ hasText: /unchoked: \d.. of \d by download from P1/ })).toHaveCount(3, {
    timeout: 90_000,
  })
  await expect(lines.filter({ hasText: 'unchoked by lot (optimistic)' })).toHaveCount(1)
  await expect(lines.filter({ hasText: /choked: .*faster/ })).toHaveCount(1)
  await expect(board).toContainText(/Round \d+, ranked by what P1 uploads to them; next round in \d+ s/)

  await chokes.selectOption({ label: 'None: everybody is unchoked' })
  await expect(lines.filter({ hasText: 'unchoked: this profile chokes nobody' })).toHaveCount(5)
  await expect(lines.filter({ hasText: 'choked: others' })).toHaveCount(0)
})
