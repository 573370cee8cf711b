import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { limitUpload, panel } from './screen.ts'
import { copyMagnet, openMagnet, piecesHere, shareFile, swarm, unfold } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const bytes = randomBytes(3 * 1024 * 1024 + 9)
const kept = randomBytes(200_000)

test('an app that is killed in the middle of a download has its swarms when it starts again, and completes', async ({
  startApp,
}) => {
  const from = await startApp(['--no-demo'])
  // A minute and a half for all of it: also a slow computer starts an app in less.
  await limitUpload(panel(from.page, 'This peer'), 32)
  await shareFile(from.page, await writeFileFor(test.info(), 'talk.bin', bytes), 'talk.bin', 16 * 1024)
  const before = await startApp(['--no-demo'])
  await shareFile(before.page, await writeFileFor(test.info(), 'mine.bin', kept), 'mine.bin', 16 * 1024)
  await openMagnet(before.page, await copyMagnet(from, 'talk.bin'))
  await expect.poll(() => piecesHere(before.page, 'talk.bin')).toBeGreaterThan(5)
  const pieces = await piecesHere(before.page, 'talk.bin')
  await before.kill()

  const { page, dataFolder } = await startApp(['--no-demo'], before)
  await expect(swarm(page, 'mine.bin')).toContainText('seeder')
  await unfold(page, 'talk.bin')
  await expect.poll(() => piecesHere(page, 'talk.bin')).toBeGreaterThanOrEqual(pieces)
  expect(await piecesHere(page, 'talk.bin')).toBeLessThan(193)
  await limitUpload(panel(from.page, 'This peer'), null)
  await expect(swarm(page, 'talk.bin')).toContainText('seeder')
  await expect.poll(() => isFile(join(dataFolder, 'downloads', 'talk.bin'), bytes)).toBe(true)
})
