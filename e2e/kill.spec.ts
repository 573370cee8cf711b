import { expect, test } from './fixtures.ts'
import {
  graphWords,
  linksInGraph,
  namesInGraph,
  namesInTable,
  pairsInGraph,
  peerRow,
  piecesOf,
  trackerCounts,
} from './screen.ts'

// Slow enough that nobody has everything before the test is over.
test.use({ appArgs: ['--demo-rate', '32KiB'] })
test.beforeEach(async ({ page }) => {
  await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
})

test('a peer that is stopped abruptly leaves every list, with its reason, and the others go on', async ({ page }) => {
  const others = (await pairsInGraph(page)).filter((pair) => !pair.includes('P3'))
  await expect.poll(() => piecesOf(page, 'P3')).toBeGreaterThan(0)
  const before = await piecesOf(page, 'P2')
  await peerRow(page, 'P3').getByRole('button', { name: 'Stop abruptly' }).click()
  const lists = async () => ({
    table: await namesInTable(page),
    graph: await namesInGraph(page),
    trackers: await trackerCounts(page),
    links: await pairsInGraph(page),
  })
  const rest = ['P1', 'P2', 'P4']
  await expect.poll(lists).toEqual({ table: rest, graph: rest, trackers: [3, 3, 3], links: others })
  const left = page.getByRole('list', { name: 'Recently left' }).getByRole('listitem')
  await expect(left).toHaveCount(1)
  await expect(left).toContainText('P3')
  await expect(left).toContainText('abruptly')
  expect((await graphWords(page)).join('\n')).not.toContain('P3')
  await expect.poll(() => piecesOf(page, 'P2')).toBeGreaterThan(before)
  await expect(page.getByRole('status', { name: 'Notices' })).toBeEmpty()
})

test('a peer that is stopped is said to have left politely', async ({ page }) => {
  await peerRow(page, 'P4').getByRole('button', { name: 'Stop', exact: true }).click()
  await expect.poll(() => namesInTable(page)).toEqual(['P1', 'P2', 'P3'])
  await expect.poll(() => trackerCounts(page)).toEqual([3, 3, 3])
  const left = page.getByRole('list', { name: 'Recently left' }).getByRole('listitem')
  await expect(left).toContainText('P4')
  await expect(left).toContainText('It left the swarm politely.')
})

test('one more demo peer joins through this peer, and is linked with everybody', async ({ page }) => {
  const before = await pairsInGraph(page)
  await page.getByRole('button', { name: 'Add demo peer' }).click()
  await expect.poll(() => namesInTable(page)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5'])
  const added = ['P2 > P5', 'P3 > P5', 'P4 > P5', 'P5 > P1', 'P5 > P2', 'P5 > P3', 'P5 > P4']
  await expect.poll(() => pairsInGraph(page)).toEqual([...before, ...added].sort())
  await expect.poll(() => trackerCounts(page)).toEqual([5, 5, 5, 5, 5])
  await expect.poll(() => piecesOf(page, 'P5')).toBeGreaterThan(0)
})

test('this peer, stopped abruptly, stays on screen and starts again with all its pieces', async ({ page }) => {
  await peerRow(page, 'P1').getByRole('button', { name: 'Stop abruptly' }).click()
  await expect.poll(() => trackerCounts(page)).toEqual([3, 3, 3])
  await expect(peerRow(page, 'P1')).toContainText('stopped')
  await peerRow(page, 'P1').getByRole('button', { name: 'Start again' }).click()
  await expect(peerRow(page, 'P1')).toContainText('96/96')
  await expect.poll(() => trackerCounts(page)).toEqual([4, 4, 4, 4])
})
