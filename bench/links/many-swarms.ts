// The app with a thousand swarms in its last session. `make FOLDER` makes such a session; `start FOLDER` starts the app with
// it, and says after how many seconds, from the start of the process, all were listed, and all taken part in.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startApp } from '../../src-main/app.ts'
import { emptySession, type SavedSwarm, writeSession } from '../../src-main/saved-session.ts'
import { optimiseLater } from '../../src-main/shells/optimise-later.ts'
import { TorrentLibrary } from '../../src-main/torrent-library.ts'

const swarms = 1_000
const lengthBytes = 64 * 1024

// As the program does: before anything is hot.
optimiseLater()

const [act, folder = ''] = process.argv.slice(2)
process.send?.(await (act === 'make' ? make() : start()))

async function make(): Promise<number> {
  const [downloads, torrents] = [join(folder, 'downloads'), join(folder, 'torrents')]
  await Promise.all([mkdir(downloads, { recursive: true }), mkdir(torrents, { recursive: true })])
  const saved: SavedSwarm[] = []
  for (let i = 0; i < swarms; i++) {
    const file = join(downloads, `notes-${i}.bin`)
    await writeFile(file, Buffer.alloc(lengthBytes, `notes ${i} `))
    const library = new TorrentLibrary()
    const content = await library.share(file)
    await content.close()
    const { infoHash } = content.metainfo
    await writeFile(join(torrents, `${infoHash}.torrent`), library.torrentOf(infoHash) ?? '')
    const place = { kind: 'download', path: 'downloads' } as const
    const { limits } = emptySession
    const rules = { choking: 'lab', picking: 'rarest-first' } as const
    saved.push({ infoHash, place, paused: false, unwanted: [], limits, ...rules, members: [] })
  }
  await writeFile(join(folder, 'session.json'), writeSession({ ...emptySession, swarms: saved }))
  return swarms
}

async function start(): Promise<{ listedSeconds: number; joinedSeconds: number }> {
  const quiet = { demo: false, localDiscovery: false }
  const app = await startApp({
    dataFolder: folder,
    serverPort: 0,
    clientPorts: { first: 20_000, last: 20_009 },
    ...quiet,
  })
  const listedMs = performance.now()
  let missing = swarms
  await new Promise<void>((resolve) => {
    const screen = app.host.subscribe((message) => {
      if (message.kind === 'view') {
        const { me, peers } = message.view
        const mine = Object.values((me && peers[me]?.swarms) ?? {})
        missing = swarms - mine.filter(({ state, haveCount }) => state === 'active' && haveCount > 0).length
      } else missing -= message.events.filter(({ type }) => type === 'swarm-joined').length
      if (missing <= 0) resolve()
      queueMicrotask(() => screen.ready())
    })
  })
  const joinedMs = performance.now()
  await app.stop()
  return { listedSeconds: listedMs / 1000, joinedSeconds: joinedMs / 1000 }
}
