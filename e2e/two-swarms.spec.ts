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
  // So slowly that also a busy computer looks at them in the middle.
  for (const app of [ada, bob]) await limitUpload(panel(app.page, 'This peer'), 40)
  await handOver('lecture.bin', ada, bob)
  await handOver('slides.bin', ada, bob)
  await handOver('homework.bin', bob, ada)
  await dial(bob, ada, 'lecture.bin')
  await dial(bob, ada, 'slides.bin')
  await dial(ada, bob, 'homework.bin')

  for (const [seeder, leecher, name] of ways(ada, bob)) {
    await expect(swarm(seeder.page, name)).toContainText('seeder')
    await expect(swarm(leecher.page, name)).toContainText('left')
    await expect(swarm(leecher.page, name)).not.toContainText('seeder')
  }
  await openTab(bob.page, 'Routing table')
  const table = bob.page.getByRole('table', { name: 'Routing table' })
  const columns = ['Info hash', 'Peer id', 'Piece index', 'Block index', 'Pointer', 'Flag']
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(columns)
  // Blocks of both swarms at one time, each pointing into its own file.
  await expect(table).toContainText(/(?=.*lecture\.bin).*slides\.bin/s)
  await expect(table).toContainText('Ada')

  // The graph shows all swarms at once, with a role in each, or one of them alone.
  const words = bob.page.getByRole('list', { name: 'Swarm graph in words' })
  const choice = bob.page.getByLabel('In the graph')
  const titles = ['B · lecture.bin', 'C · slides.bin', 'D · homework.bin']
  await expect(choice.getByRole('option')).toHaveText(['All swarms', 'A · course-picture.bmp', ...titles])
  for (const title of titles) await expect(words).toContainText(`seeder in ${title}`)
  const links = words.getByRole('listitem').filter({ hasText: ' client ' })
  const linksOf = (title: string) => links.filter({ hasText: title })
  for (const title of titles) await expect(linksOf(title)).not.toHaveCount(0)
  await choice.selectOption('D · homework.bin')
  await expect(linksOf('B · lecture.bin')).toHaveCount(0)
  await expect(linksOf('D · homework.bin')).not.toHaveCount(0)
  await choice.selectOption('All swarms')
  for (const title of titles) await expect(linksOf(title)).not.toHaveCount(0)

  for (const app of [ada, bob]) await limitUpload(panel(app.page, 'This peer'), null)
  for (const [, leecher, name] of ways(ada, bob)) {
    await expect(swarm(leecher.page, name)).toContainText('seeder')
    await expect.poll(() => isFile(join(leecher.dataFolder, 'downloads', name), files[name])).toBe(true)
  }
  await expect(bob.page.getByRole('region', { name: 'Routing table' })).toContainText('0 entries.')
})

/** Who seeds what to whom. */
function ways(ada: AppUnderTest, bob: AppUnderTest): [seeder: AppUnderTest, leecher: AppUnderTest, name: Name][] {
  return [
    [ada, bob, 'lecture.bin'],
    [ada, bob, 'slides.bin'],
    [bob, ada, 'homework.bin'],
  ]
}

/** One app shares a file, and the other opens its .torrent. */
async function handOver(name: Name, from: AppUnderTest, to: AppUnderTest): Promise<void> {
  await shareFile(from.page, await writeFileFor(test.info(), name, files[name]), name, 256 * 1024)
  await to.page.getByLabel('Open .torrent').setInputFiles(await saveTorrent(test.info(), from, name))
  await swarm(to.page, name).getByText('leecher').waitFor()
}

async function dial(from: AppUnderTest, to: AppUnderTest, name: Name): Promise<void> {
  const field = from.page.getByLabel('Swarm', { exact: true })
  await field.selectOption(await field.getByRole('option').filter({ hasText: name }).innerText())
  await addAddresses(from.page, `127.0.0.1:${to.peerPort}`)
}
