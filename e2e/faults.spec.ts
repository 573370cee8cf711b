import { expect, test } from './fixtures.ts'
import { linksInGraph, logLines, openTab, pairsInGraph, piecesOf, rolesInGraph, selectPeer } from './screen.ts'

test.beforeEach(async ({ page }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
})

test.describe('a peer that sends a wrong block', () => {
  test.use({ appArgs: ['--demo-rate', '128KiB'] })

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
    await expect.poll(() => rolesInGraph(page), { timeout: 150_000 }).toEqual(all)
  })
})

test.describe('a peer that hangs', () => {
  test.use({ appArgs: ['--demo-rate', '16KiB'] })

  test('is dropped by the others after a silence, with the reason, and tells the end of its links when it goes on', async ({
    page,
  }) => {
    const withoutP3 = (await pairsInGraph(page)).filter((pair) => !pair.includes('P3'))
    const frozen = await selectPeer(page, 'P3')
    await frozen.getByRole('button', { name: 'Freeze' }).click()
    await expect(frozen).toContainText('Frozen now')
    await expect.poll(() => pairsInGraph(page), { timeout: 90_000 }).toEqual(withoutP3)
    await openTab(page, 'Event log')
    await page.getByPlaceholder('Filter by text').fill('P3')
    const silence = logLines(page).filter({ hasText: 'Nothing was heard from it for 15 s, so it counts as lost.' })
    await expect(silence).not.toHaveCount(0)
    await selectPeer(page, 'P3')
    await frozen.getByRole('button', { name: 'Freeze' }).click()
    await expect(frozen).not.toContainText('Frozen now')
    await openTab(page, 'Event log')
    await page.getByPlaceholder('Filter by text').fill('P3')
    await expect(logLines(page).filter({ hasText: 'The connection with P1 ended.' })).not.toHaveCount(0)
  })
})
