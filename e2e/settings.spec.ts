import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { expect, test } from './fixtures.ts'
import { addAddresses, linksInGraph, panel } from './screen.ts'

test.use({ appArgs: ['--no-demo'] })

test('a new name and server port hold at once, for whoever dials this peer', async ({ page, app, terminalPeer }) => {
  const port = app.sparePort + 60
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Name').fill('Grace')
  await dialog.getByLabel('Server port').fill(`${port}`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(panel(page, 'This peer')).toContainText('Grace')
  await expect(panel(page, 'This peer')).toContainText(`127.0.0.1:${port}`)
  const peer = await terminalPeer(app.sparePort, '--connect', `127.0.0.1:${port}`, '--name', 'Ada')
  await peer.waitFor(/Client id \d+ connected/)
  await expect
    .poll(() => linksInGraph(page))
    .toContainEqual(expect.objectContaining({ dialler: 'Ada', acceptor: 'Grace', server: `127.0.0.1:${port}` }))
})

test('new client ports hold for the next dial', async ({ page, app, terminalPeer }) => {
  await terminalPeer(app.sparePort, '--name', 'Ada')
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Client ports').fill(`${app.sparePort + 60}-${app.sparePort + 62}`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await addAddresses(page, `127.0.0.1:${app.sparePort}`)
  await expect
    .poll(() => linksInGraph(page))
    .toContainEqual(expect.objectContaining({ dialler: 'P1', clientId: app.sparePort + 60, acceptor: 'Ada' }))
})

test('what cannot be set is told beside its field, and nothing changes', async ({ page, app }) => {
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Server port').fill('70000')
  await dialog.getByLabel('Client ports').fill('many')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('A port is a whole number from 1 to 65535')
  await expect(dialog).toContainText('Type the first and the last port')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel(page, 'This peer')).toContainText(`127.0.0.1:${app.peerPort}`)
})

test('a port that is taken is told with the next free one, and the server goes on where it was', async ({
  page,
  app,
}) => {
  const taken = app.sparePort + 60
  const holder = await listenAt(taken)
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Server port').fill(`${taken}`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText(`another program holds port ${taken}`)
  await expect(dialog.getByRole('alert')).toContainText(`Port ${taken + 1} is free.`)
  await dialog.getByLabel('Server port').fill(`${taken + 1}`)
  await expect(panel(page, 'This peer')).toContainText(`127.0.0.1:${app.peerPort}`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(panel(page, 'This peer')).toContainText(`127.0.0.1:${taken + 1}`)
  holder.close()
})

async function listenAt(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
