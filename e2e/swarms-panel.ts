// What is done in the panel “Swarms”, as a person does it.

import { expect, type Locator, type Page, type TestInfo } from '@playwright/test'
import type { AppUnderTest } from './fixtures.ts'
import { panel } from './screen.ts'

/** One swarm of this peer, or a magnet link that is to become one. */
export function swarm(page: Page, name: string): Locator {
  return panel(page, 'Swarms').getByRole('article', { name, exact: true })
}

/** Opens what can be done to a swarm; of several, only the newest is open by itself. */
export async function unfold(page: Page, name: string): Promise<Locator> {
  const row = swarm(page, name)
  const button = row.getByRole('button', { name: `Details of ${name}` })
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  return row
}

/** Shares a file in pieces of this length, a power of two from 16 KiB on; resolves when it is seeded. */
export async function shareFile(page: Page, path: string, name: string, pieceLengthBytes: number): Promise<void> {
  await choosePieceLength(page, pieceLengthBytes)
  await page.getByLabel('Share a file').setInputFiles(path)
  await swarm(page, name).getByText('seeder').waitFor()
}

/** For what is shared next. */
export async function choosePieceLength(page: Page, bytes: number): Promise<void> {
  const options = panel(page, 'Swarms').getByRole('button', { name: 'Options' })
  await options.click()
  await page.getByLabel('Piece length').selectOption(`${bytes}`)
  await options.click()
}

/** Copies the magnet link of a swarm, and pastes it where this window opens such links, to read it. */
export async function copyMagnet({ page, peerPort }: AppUnderTest, name: string): Promise<string> {
  const row = await unfold(page, name)
  const notices = page.getByRole('status', { name: 'Notices' })
  const field = page.getByLabel('Open magnet link')
  let uri = ''
  // A display has one clipboard: another test may copy something else between our copying and pasting.
  await expect(async () => {
    await row.getByRole('button', { name: 'Copy magnet link' }).click()
    await notices.getByText(`The magnet link of ${name} is on the clipboard`).waitFor()
    await field.fill('')
    await field.press('ControlOrMeta+V')
    uri = await field.inputValue()
    expect(uri).toContain(`${peerPort}`)
  }).toPass()
  await field.fill('')
  return uri
}

/** Types a magnet link and opens it. */
export async function openMagnet(page: Page, uri: string): Promise<void> {
  const field = page.getByLabel('Open magnet link')
  await field.fill(uri)
  await field.press('Enter')
}

/** How many pieces of a swarm are here; its details must be unfolded. */
export async function piecesHere(page: Page, name: string): Promise<number> {
  const words = await swarm(page, name)
    .getByText(/^[\d,]+ of [\d,]+ pieces$/)
    .innerText()
  return Number(words.split(' ')[0]?.replace(',', ''))
}

/** Saves the .torrent of a swarm where the test alone has files; answers its path. */
export async function saveTorrent(info: TestInfo, app: AppUnderTest, name: string): Promise<string> {
  const path = info.outputPath('torrents', `${name}.torrent`)
  const row = await unfold(app.page, name)
  await app.saveTo(path, () => row.getByRole('button', { name: 'Save .torrent' }).click())
  return path
}
