import type { CommandResult } from '../../src-shared/bridge.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { bytesOfBase64 } from '../base64.ts'
import { hasPiece } from '../store/has-piece.ts'
import { pictureHolders } from '../store/picture-holders.ts'
import { maxPictureBytes, readBmpLayout } from './bmp.ts'
import { addPiece, createThumbnail, type Thumbnail } from './thumbnail.ts'

/** Reads one verified piece of a local peer. */
export type ReadPiece = (peer: PeerId, torrent: TorrentSummary, piece: number) => Promise<CommandResult<'read-piece'>>

/** The one copy of a picture on this screen: each piece is read once, from whichever local peer has it. */
export interface PictureFeed {
  /** What was read so far; undefined until the first piece, which has the header, came. */
  thumbnail(): Thumbnail | undefined
  /** True once the first piece showed that this is no picture that can be drawn. */
  unreadable(): boolean
  /** Reads what local peers have verified by now and was not read yet. */
  follow(view: View): void
  /** Calls back after each piece that was read; answers how to stop. */
  subscribe(onChange: () => void): () => void
  /** Counts the pieces read: it changes whenever the thumbnail did. */
  version(): number
}

const maxThumbnailWidth = 480
const maxThumbnailHeight = 320
/** A piece that could not be read so often is left out: its peer may be gone, and others will have it. */
const maxTries = 3

/** A feed that has read nothing yet. */
export function createPictureFeed(torrent: TorrentSummary, readPiece: ReadPiece): PictureFeed {
  const listeners = new Set<() => void>()
  const triesOf = new Map<number, number>()
  const read = new Set<number>()
  let latest: View | undefined
  let thumbnail: Thumbnail | undefined
  let unreadable = torrent.lengthBytes > maxPictureBytes
  let reading = false

  function nextPiece(): { peer: PeerId; piece: number } | undefined {
    if (latest === undefined || unreadable) return undefined
    const holders = pictureHolders(latest, torrent.infoHash)
    // Without the header in piece 0 the other pieces cannot be placed.
    const last = thumbnail === undefined ? 0 : torrent.pieceCount - 1
    for (let piece = 0; piece <= last; piece++) {
      if (read.has(piece) || (triesOf.get(piece) ?? 0) >= maxTries) continue
      const holder = holders.find(({ pieces }) => hasPiece(pieces, piece))
      if (holder !== undefined) return { peer: holder.peer.id, piece }
    }
    return undefined
  }

  function take(piece: number, bytes: Uint8Array) {
    if (piece === 0) {
      const layout = readBmpLayout(bytes, torrent.lengthBytes)
      unreadable = layout === undefined
      if (layout !== undefined)
        thumbnail = createThumbnail(layout, torrent.pieceLengthBytes, maxThumbnailWidth, maxThumbnailHeight)
    }
    if (thumbnail !== undefined) addPiece(thumbnail, piece, bytes)
    read.add(piece)
    for (const listener of listeners) listener()
  }

  async function readOn() {
    if (reading) return
    reading = true
    for (let next = nextPiece(); next !== undefined; next = nextPiece()) {
      const { peer, piece } = next
      triesOf.set(piece, 1 + (triesOf.get(piece) ?? 0))
      const result = await readPiece(peer, torrent, piece)
      if (result.ok) take(piece, bytesOfBase64(result.value.base64))
    }
    reading = false
  }

  return {
    thumbnail: () => thumbnail,
    unreadable: () => unreadable,
    version: () => read.size,
    follow(view) {
      latest = view
      void readOn()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}
