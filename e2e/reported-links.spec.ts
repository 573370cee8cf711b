import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addAddresses, openTab, rename } from './screen.ts'

/** The rows of the links table in which one peer has dialled another. */
function rowsOf(page: Page, dialler: string, acceptor: string): Locator {
  const button = page.getByRole('button', { name: `${dialler} → ${acceptor}`, exact: true })
  return page.getByRole('table', { name: 'Links' }).getByRole('row').filter({ has: button })
}

test('a screen shows the link between two others, as both report it, and as one does where the other will not', async ({
  startApp,
  terminalPeer,
}) => {
  const ada = await startApp(['--no-demo'])
  const bob = await startApp(['--no-demo'])
  await rename(ada.page, 'Ada')
  await rename(bob.page, 'Bob')
  const cleo = await terminalPeer(bob.sparePort, '--name', 'Cleo')
  // The trackers' lists do the rest.
  await addAddresses(ada.page, `127.0.0.1:${bob.peerPort}\n127.0.0.1:${bob.sparePort}`)
  await openTab(ada.page, 'Links')
  for (const row of [rowsOf(ada.page, 'Bob', 'Cleo'), rowsOf(ada.page, 'Cleo', 'Bob')]) {
    await expect(row).toHaveCount(1)
    await expect(row).toContainText(/reported by (Bob and Cleo|Cleo and Bob)/)
  }
  await expect(rowsOf(ada.page, 'Ada', 'Bob')).toHaveCount(1)
  await expect(rowsOf(ada.page, 'Ada', 'Bob')).not.toContainText('reported')
  // Both ends of these are Bob's own, or Ada's.
  await openTab(bob.page, 'Links')
  await expect(rowsOf(bob.page, 'Ada', 'Cleo')).toContainText('reported by')
  await expect(rowsOf(bob.page, 'Bob', 'Cleo')).not.toContainText('reported')

  await rowsOf(ada.page, 'Bob', 'Cleo').getByRole('button').click()
  const selected = ada.page.getByRole('region', { name: 'Selected', exact: true })
  await expect(selected).toContainText('Bob dialled Cleo')
  await expect(selected.getByRole('button', { name: 'Close', exact: true })).toHaveCount(0)
  await openTab(ada.page, 'Links')

  await bob.page.getByRole('button', { name: 'Settings' }).click()
  const dialog = bob.page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Report my links to other Swarmscopes').uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await expect(rowsOf(ada.page, 'Bob', 'Cleo')).toContainText('reported by Cleo')
  await expect(rowsOf(ada.page, 'Bob', 'Cleo')).not.toContainText('Bob and')

  await cleo.stop()
  await expect(rowsOf(ada.page, 'Bob', 'Cleo')).toHaveCount(0)
})
