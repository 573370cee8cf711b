import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type AppUnderTest, expect, test } from './fixtures.ts'
import { addAddresses, limitUpload, openTab, panel, rename } from './screen.ts'
import { saveTorrent, shareFile, swarm } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const mebibyte = 1024 * 1024
const files = {
  'lecture.bin': randomBytes(2 * mebibyte + 12_345),
  'slides.bin': randomBytes(2 * mebibyte),
  'homework.bin': randomBytes(3 * mebibyte),
}
type Name = keyof typeof files

test('two peers seed to each other in different swarms at the same time, and nothing mixes', async ({ startApp }) => {
  const ada = await startApp(['--no-demo'])
  const bob = await startApp(['--no-demo'])
  await rename(ada.page, 'Ada')
  await rename(bob.page, 'Bob')
  for (const app of [ada, bob]) await limitUpload(panel(app.page, 'This peer'), 700)

  await handOver('lecture.bin', ada, bob)
  await handOver('slides.bin', ada, bob)
  await addAddresses(bob.page, `127.0.0.1:${ada.peerPort}`)
  await bob.page.getByLabel('Swarm', { exact: true }).selectOption('lecture.bin')
  await addAddresses(bob.page, `127.0.0.1:${ada.peerPort}`)
  await handOver('homework.bin', bob, ada)
  await addAddresses(ada.page, `127.0.0.1:${bob.peerPort}`)

  await expect(swarm(ada.page, 'homework.bin')).toContainText(/leecher|peer/)
  await expect(swarm(bob.page, 'homework.bin')).toContainText('seeder')
  for (const name of ['lecture.bin', 'slides.bin']) {
    await expect(swarm(ada.page, name)).toContainText('seeder')
    await expect(swarm(bob.page, name)).toContainText(/leecher|peer/)
  }
  await openTab(bob.page, 'Routing table')
  const table = bob.page.getByRole('table', { name: 'Routing table' })
  const columns = ['Info hash', 'Peer id', 'Piece index', 'Block index', 'Pointer', 'Flag']
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(columns)
  // Blocks of both swarms at one time, each pointing into its own file.
  await expect(table).toContainText(/(?=.*lecture\.bin).*slides\.bin/s)
  await expect(table).toContainText('Ada')

  for (const [app, name] of [
    [bob, 'lecture.bin'],
    [bob, 'slides.bin'],
    [ada, 'homework.bin'],
  ] as const) {
    await expect(swarm(app.page, name)).toContainText('seeder', { timeout: 30_000 })
    await expect.poll(() => isFile(join(app.dataFolder, 'downloads', name), files[name])).toBe(true)
  }
  await expect(table).toContainText('Bob holds no block of an unfinished piece now.')
})

/** One app shares a file, and the other opens its .torrent. */
async function handOver(name: Name, from: AppUnderTest, to: AppUnderTest): Promise<void> {
  await shareFile(from.page, await writeFileFor(test.info(), name, files[name]), name, 256 * 1024)
  await to.page.getByLabel('Open .torrent').setInputFiles(await saveTorrent(test.info(), from, name))
  await swarm(to.page, name).getByText('leecher').waitFor()
}
