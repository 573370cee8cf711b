import { expect, test } from './fixtures.ts'
import { openTab } from './screen.ts'

test.use({ appArgs: ['--demo-rate', '64KiB'] })

test('a click on a peer in the picture selects it, also in the middle of a transfer', async ({ page }) => {
  const words = page.getByRole('list', { name: 'Swarm graph in words' })
  await expect(words).toContainText('P4')
  await openTab(page, 'Selected')
  const selected = page.getByRole('region', { name: 'Selected', exact: true })
  await expect(selected).toContainText('Nothing is selected')
  const canvas = page.locator('canvas').first()
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the picture has no place on the page')
  // The layout is its own affair: somewhere on a grid finer than a peer, a click must meet one.
  const isPeerSelected = async () => /UUID/.test((await selected.textContent()) ?? '')
  for (let y = 20; y < box.height && !(await isPeerSelected()); y += 40) {
    for (let x = 20; x < box.width && !(await isPeerSelected()); x += 40) await canvas.click({ position: { x, y } })
  }
  await expect(selected).toContainText('UUID')
  await expect(selected).toContainText(/P[1-4]/)
})
