import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FakeBridgeHost } from '../testing/fake-bridge-host.ts'
import { AskedTorrents, openTorrents, torrentsIn } from './asked-torrents.ts'

test('a command line gives .torrent files and magnet links, and whatever else it has is not ours', () => {
  const words = ['/usr/bin/swarmscope', '--no-demo', 'a.TORRENT', 'b.txt', 'magnet:?xt=urn:btih:x.torrent']
  expect(torrentsIn(words, '/home/ada')).toEqual([resolve('/home/ada', 'a.TORRENT'), 'magnet:?xt=urn:btih:x.torrent'])
})

test('what is asked for before the program is ready is opened then, and what comes later at once', () => {
  const asked = new AskedTorrents()
  const opened: (readonly string[])[] = []
  asked.ask(['a.torrent'])
  asked.ask(['b.torrent', 'magnet:?x'])
  asked.openWith((words) => opened.push(words))
  asked.ask(['c.torrent'])
  expect(opened).toEqual([['a.torrent', 'b.torrent', 'magnet:?x'], ['c.torrent']])
})

test('what is no file is not read', async () => {
  const complaints: string[] = []
  await openTorrents(new FakeBridgeHost(), [tmpdir()], (_, sentence) => complaints.push(sentence))
  expect(complaints).toEqual(['It is no file.'])
})

test('each is opened, and what is wrong with one is said and stops none of the others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  const path = join(folder, 'a.torrent')
  await writeFile(path, 'd4:infode')
  const host = new FakeBridgeHost()
  const complaints: string[] = []
  await openTorrents(host, [join(folder, 'nowhere.torrent'), path, 'magnet:?x'], (name, sentence) =>
    complaints.push(`${name}: ${sentence}`),
  )
  expect(complaints).toEqual([expect.stringMatching(/^nowhere\.torrent: It could not be read: .*\.$/)])
  const base64 = Buffer.from('d4:infode').toString('base64')
  expect(host.commands).toEqual([
    { name: 'open-torrent', args: { base64 } },
    { name: 'open-magnet', args: { uri: 'magnet:?x' } },
  ])
  await rm(folder, { recursive: true })
})
