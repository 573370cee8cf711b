import { expect, test } from './fixtures.ts'

test('the app starts and shows its screen', async ({ page }) => {
  await expect(page).toHaveTitle(/Swarmscope/)
  await expect(page.getByRole('banner')).toContainText('Swarmscope')
})
