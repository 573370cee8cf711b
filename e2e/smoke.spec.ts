import { expect, test } from './fixtures.ts'
import { namesInGraph, namesInTable, piecesOf } from './screen.ts'

test('the app starts with its demo: four peers, and the picture on its way', async ({ page }) => {
  await expect(page).toHaveTitle(/Swarmscope/)
  await expect(page.getByRole('banner')).toContainText('Swarmscope')
  await expect.poll(() => namesInGraph(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
  await expect.poll(() => namesInTable(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
  await expect.poll(() => piecesOf(page, 'P2')).toBeGreaterThan(0)
})
