import { isAbsolute, relative, resolve } from 'node:path'
import { CommandError } from './command-failure.ts'
import type { CommandParts } from './command-handlers.ts'
import { diskSource } from './content-source.ts'
import type { SavedPlace, SavedSession, SavedSwarm } from './saved-session.ts'
import { isFileChoice } from './storage/file-progress.ts'

// There may be a thousand; a torrent has megabytes at most.
const readTogether = 32

/**
 * Takes up again what this window's peer had, and saves what it has from now on. Answers as soon as all is listed: what is
 * on disk is hashed meanwhile. `tell` gets a line about a swarm that cannot come back.
 */
export async function restoreSession(
  saved: SavedSession,
  parts: CommandParts,
  tell: (line: string) => void,
): Promise<void> {
  const { me, magnets, session, dataFolder } = parts
  for (let at = 0; at < saved.swarms.length; at += readTogether) {
    const swarms = saved.swarms.slice(at, at + readTogether)
    const torrents = await Promise.all(swarms.map(({ infoHash }) => session.torrentOf(infoHash)))
    for (const [i, swarm] of swarms.entries()) {
      await complainingTo(tell, () => restoreSwarm(swarm, torrents[i], parts))
    }
  }
  for (const magnet of saved.magnets) await complainingTo(tell, () => magnets.open(magnet))
  session.begin(() => {
    const { upBytesPerSec, downBytesPerSec } = me.peer.setup
    const swarms = me.saved().map((swarm) => ({ ...swarm, place: within(dataFolder, swarm.place) }))
    return { limits: { upBytesPerSec, downBytesPerSec }, swarms, magnets: magnets.saved() }
  })
}

function restoreSwarm(
  swarm: SavedSwarm,
  torrent: Uint8Array | undefined,
  { me, library, dataFolder }: CommandParts,
): void {
  const { infoHash, place, paused, unwanted, limits, choking, picking, members } = swarm
  if (!torrent) throw new CommandError('bad-torrent', `The torrent ${infoHash} is not in the data folder any more.`)
  const metainfo = library.read(torrent)
  if (metainfo.infoHash !== infoHash) {
    throw new CommandError('bad-torrent', `The file of the torrent ${infoHash} has become another one.`)
  }
  const options = { limits, choking, picking, unwanted: isFileChoice(metainfo, unwanted) ? unwanted : [] }
  const there = { ...place, path: resolve(dataFolder, place.path) }
  void me.takeUp(diskSource(library, metainfo, there), { options, paused, servers: members })
}

/** What lies in the data folder is found there again, wherever the folder is by then. */
function within(dataFolder: string, { kind, path }: SavedPlace): SavedPlace {
  const inside = relative(dataFolder, path)
  return { kind, path: inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside }
}

async function complainingTo(tell: (line: string) => void, work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    tell(`A part of the last session could not be taken up again: ${error.message}`)
  }
}
