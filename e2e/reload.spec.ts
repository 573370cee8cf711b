import { expect, test } from './fixtures.ts'
import { addAddresses, dials, linksInGraph, namesInTable, openTab, pairsInGraph, piecesOf } from './screen.ts'

// Slow enough that nobody has everything before the test is over.
test.use({ appArgs: ['--demo-rate', '32KiB'] })

const everybody = ['P1', 'P2', 'P3', 'P4']

test('a reload in the middle of a download loses nothing', async ({ page, app }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  await addAddresses(page, `127.0.0.1:${app.sparePort}`)
  await expect(dials(page)).toContainText('Refused')
  await expect.poll(() => piecesOf(page, 'P4')).toBeGreaterThan(3)
  const links = await linksInGraph(page)
  const pieces = await Promise.all(everybody.map((name) => piecesOf(page, name)))
  await openTab(page, 'Event log')
  const log = page.getByRole('log', { name: 'Events' }).getByRole('listitem')
  const lines = await log.allInnerTexts()
  expect(lines.length).toBeGreaterThan(20)

  await page.reload()
  await expect(page.getByRole('tab', { name: 'Event log' })).toHaveAttribute('aria-selected', 'true')
  await openTab(page, 'Peers')
  await expect.poll(() => namesInTable(page)).toEqual(everybody)
  for (const [index, name] of everybody.entries()) {
    expect(await piecesOf(page, name)).toBeGreaterThanOrEqual(pieces[index] ?? 0)
  }
  await expect.poll(() => linksInGraph(page)).toEqual(links)
  await expect(dials(page)).toContainText('Refused')
  await openTab(page, 'Event log')
  await expect.poll(async () => (await log.allInnerTexts()).slice(0, lines.length)).toEqual(lines)

  await openTab(page, 'Peers')
  const now = await piecesOf(page, 'P2')
  expect(now).toBeLessThan(96)
  await expect.poll(() => piecesOf(page, 'P2')).toBeGreaterThan(now)
  expect(await pairsInGraph(page)).toHaveLength(9)
})
