import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { measuredRate } from './measured-rate.ts'
import { limitUpload, panel, rename, selectPeer } from './screen.ts'
import { copyMagnet, openMagnet, piecesHere, shareFile, swarm, unfold } from './swarms-panel.ts'
import { isFile, writeFileFor } from './test-files.ts'

const bytes = randomBytes(16 * 1024 * 1024)
const pieceKib = 16

test('limits of the peer, of a swarm and of a link hold while a download runs, and end at once', async ({
  startApp,
}) => {
  test.setTimeout(180_000)
  const [ada, bob] = [await startApp(['--no-demo']), await startApp(['--no-demo'])]
  await rename(ada.page, 'Ada')
  await rename(bob.page, 'Bob')
  for (const name of ['one.bin', 'two.bin']) {
    await shareFile(ada.page, await writeFileFor(test.info(), name, bytes), name, pieceKib * 1024)
  }
  const rateOf = async (name: string) => pieceKib * (await measuredRate(() => piecesHere(bob.page, name)))
  const inAll = panel(ada.page, 'This peer')
  await limitUpload(inAll, 512)
  await openMagnet(bob.page, await copyMagnet(ada.page, 'one.bin'))
  await expectNear(512, () => rateOf('one.bin'))

  await swarm(ada.page, 'one.bin').getByRole('button', { name: 'one.bin', exact: true }).click()
  const selected = await selectPeer(ada.page, 'Ada')
  const inSwarm = selected.getByRole('group', { name: 'Limits in one.bin' })
  await limitUpload(inSwarm, 256)
  await expectNear(256, () => rateOf('one.bin'))

  await selected.getByRole('list', { name: 'Its links' }).getByRole('button', { name: 'Bob' }).click()
  const onLink = selected.getByRole('group', { name: 'Ada’s end: limits' })
  await limitUpload(onLink, 128)
  await expectNear(128, () => rateOf('one.bin'))
  await limitUpload(onLink, null)
  await selectPeer(ada.page, 'Ada')
  await limitUpload(inSwarm, null)

  await openMagnet(bob.page, await copyMagnet(ada.page, 'two.bin'))
  await expect(inAll).toContainText('U(P) = 512 KiB/s over 2 files: 256 KiB/s each')
  await unfold(bob.page, 'one.bin')
  await Promise.all(['one.bin', 'two.bin'].map((name) => expectNear(256, () => rateOf(name))))

  await limitUpload(inAll, null)
  for (const name of ['one.bin', 'two.bin']) {
    await expect(swarm(bob.page, name)).toContainText('seeder')
    await expect.poll(() => isFile(join(bob.dataFolder, 'downloads', name), bytes)).toBe(true)
  }
})

/** Within 15 %; measured again when the computer was too busy to look at the screen in time. */
async function expectNear(kibPerSec: number, measure: () => Promise<number>): Promise<void> {
  const error = async () => Math.abs((await measure()) / kibPerSec - 1)
  await expect.poll(error, { message: `at a limit of ${kibPerSec} KiB/s`, timeout: 20_000 }).toBeLessThan(0.15)
}
