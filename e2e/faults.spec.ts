import { expect, test } from './fixtures.ts'
import {
  linksInGraph,
  logLines,
  namesInTable,
  openTab,
  pairsInGraph,
  piecesOf,
  rolesInGraph,
  selectPeer,
} from './screen.ts'

test.beforeEach(async ({ page }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
})

test.describe('a peer that sends a wrong block', () => {
  test.use({ appArgs: ['--demo-rate', '512KiB'] })

  test('is named and banned by whoever got it, and every download still completes', async ({ page }) => {
    await expect.poll(() => piecesOf(page, 'P3')).toBeGreaterThan(2)
    const liar = await selectPeer(page, 'P3')
    await liar.getByRole('button', { name: 'Corrupt next block' }).click()
    await openTab(page, 'Event log')
    await page.getByPlaceholder('Filter by text').fill('P3')
    await expect(logLines(page).filter({ hasText: 'Spoilt on purpose' })).toHaveCount(1)
    const ban = logLines(page).filter({ hasText: 'Banned' })
    await expect(ban).toHaveCount(1)
    const [, victim = ''] = /so (P[124]) does not speak with it again/.exec(await ban.innerText()) ?? []
    expect(victim).not.toBe('')
    const selected = await selectPeer(page, victim)
    await expect(selected.getByRole('list', { name: 'Banned by it' })).toContainText(/P3 sent/)
    const between = async () =>
      (await pairsInGraph(page)).filter((pair) => pair.includes('P3') && pair.includes(victim))
    await expect.poll(between).toEqual([])
    await openTab(page, 'Peers')
    const all = { P1: 'seeder', P2: 'seeder', P3: 'seeder', P4: 'seeder' }
    await expect.poll(() => rolesInGraph(page), { timeout: 40_000 }).toEqual(all)
  })
})

test.describe('a peer that hangs', () => {
  test.use({ appArgs: ['--demo-rate', '16KiB'] })

  test('is dropped by the others after a silence, with the reason, and comes back when it goes on', async ({
    page,
  }) => {
    const links = await pairsInGraph(page)
    const withoutP3 = links.filter((pair) => !pair.includes('P3'))
    const frozen = await selectPeer(page, 'P3')
    await frozen.getByRole('button', { name: 'Freeze' }).click()
    await expect(frozen).toContainText('Frozen now')
    await expect.poll(() => pairsInGraph(page), { timeout: 30_000 }).toEqual(withoutP3)
    await openTab(page, 'Event log')
    await expect(
      logLines(page).filter({ hasText: 'P3' }).filter({ hasText: 'Nothing was heard from it for' }),
    ).not.toHaveCount(0)
    await selectPeer(page, 'P3')
    await frozen.getByRole('button', { name: 'Freeze' }).click()
    await expect.poll(() => pairsInGraph(page), { timeout: 30_000 }).toEqual(links)
    await openTab(page, 'Peers')
    expect(await namesInTable(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
  })
})
