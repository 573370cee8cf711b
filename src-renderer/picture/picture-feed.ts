import type { CommandResult } from '../../src-shared/bridge.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { bytesOfBase64 } from '../base64.ts'
import { hasPiece } from '../store/has-piece.ts'
import { pictureHolders } from '../store/picture-holders.ts'
import { maxCompressedBytes, maxPictureBytes, readBmpLayout } from './bmp.ts'
import { type DecodeImage, decodeImage } from './decode-image.ts'
import { imageTypeOf } from './image-size.ts'
import { addPiece, createThumbnail, createWhole, type Thumbnail } from './thumbnail.ts'

/** Reads one verified piece of a local peer. */
export type ReadPiece = (peer: PeerId, torrent: TorrentSummary, piece: number) => Promise<CommandResult<'read-piece'>>

/** The one copy of a picture on this screen: each piece is read once, from whichever local peer has it. */
export interface PictureFeed {
  /** What was read so far; undefined until the first piece, which has the header, came. */
  thumbnail(): Thumbnail | undefined
  /** True once it is known that this is no picture that can be drawn. */
  unreadable(): boolean
  /** True while more pieces that local peers have are on their way to the screen than a moment's worth. */
  isReading(): boolean
  /** Who gave pieces to the local peers: a place in it is a colour, and is another's only once its giver is no longer told of. */
  givers(): readonly PeerId[]
  /** Reads what local peers have verified by now and was not read yet. */
  follow(view: View): void
  /** Calls back after each change; answers how to stop. */
  subscribe(onChange: () => void): () => void
  /** Changes whenever the thumbnail or the givers did. */
  version(): number
}

const maxThumbnailWidth = 480
const maxThumbnailHeight = 320
/** A piece that a peer could not give so often is not asked of it again: others may have it. */
const maxTries = 3
/** Each read is a way to the program and back: so many at a time fill that way. */
const maxReads = 6

/** A feed that has read nothing yet. */
export function createPictureFeed(
  torrent: TorrentSummary,
  readPiece: ReadPiece,
  decode: DecodeImage = decodeImage,
): PictureFeed {
  const listeners = new Set<() => void>()
  const triesOf = new Map<string, number>()
  const read = new Set<number>()
  const givers: PeerId[] = []
  let latest: View | undefined
  let thumbnail: Thumbnail | undefined
  // Holds a compressed picture while its pieces come: it can be decoded only whole.
  let whole: Uint8Array<ArrayBuffer> | undefined
  let unreadable = torrent.lengthBytes > maxPictureBytes
  const underWay = new Set<number>()
  let version = 0

  function changed() {
    version++
    for (const listener of listeners) listener()
  }

  function tries(peer: PeerId, piece: number): number {
    return triesOf.get(`${peer} ${piece}`) ?? 0
  }

  function nextPiece(): { peer: PeerId; piece: number } | undefined {
    if (latest === undefined || unreadable) return undefined
    const holders = pictureHolders(latest, torrent.infoHash)
    // Without the header in piece 0 the other pieces cannot be placed.
    const last = read.has(0) ? torrent.pieceCount - 1 : 0
    for (let piece = 0; piece <= last; piece++) {
      if (read.has(piece) || underWay.has(piece)) continue
      const holder = holders.find(({ peer, pieces }) => hasPiece(pieces, piece) && tries(peer.id, piece) < maxTries)
      if (holder !== undefined) return { peer: holder.peer.id, piece }
    }
    return undefined
  }

  function begin(first: Uint8Array) {
    const layout = readBmpLayout(first, torrent.lengthBytes)
    const type = imageTypeOf(first)
    if (layout !== undefined)
      thumbnail = createThumbnail(layout, torrent.pieceLengthBytes, maxThumbnailWidth, maxThumbnailHeight)
    else if (type === undefined || torrent.lengthBytes > maxCompressedBytes) unreadable = true
    else whole = new Uint8Array(torrent.lengthBytes)
  }

  async function take(piece: number, bytes: Uint8Array) {
    if (piece === 0) begin(bytes)
    if (thumbnail !== undefined) addPiece(thumbnail, piece, bytes)
    whole?.set(bytes, piece * torrent.pieceLengthBytes)
    read.add(piece)
    if (whole !== undefined && read.size === torrent.pieceCount) {
      await decodeWhole(whole)
      whole = undefined
    }
    changed()
  }

  async function decodeWhole(bytes: Uint8Array<ArrayBuffer>) {
    const type = imageTypeOf(bytes)
    const image = type && (await decode(bytes, type, maxThumbnailWidth, maxThumbnailHeight))
    if (image === undefined) unreadable = true
    else thumbnail = createWhole(image.width, image.height, image.pixels)
  }

  function readOn(): void {
    while (underWay.size < maxReads) {
      const next = nextPiece()
      if (next === undefined) return
      triesOf.set(`${next.peer} ${next.piece}`, 1 + tries(next.peer, next.piece))
      underWay.add(next.piece)
      void readOne(next)
    }
  }

  async function readOne({ peer, piece }: { peer: PeerId; piece: number }): Promise<void> {
    // A bridge that is away answers nothing; the next view asks again.
    const result = await readPiece(peer, torrent, piece).catch(() => null)
    underWay.delete(piece)
    if (result?.ok) await take(piece, bytesOfBase64(result.value.base64).subarray(0, torrent.pieceLengthBytes))
    readOn()
  }

  function meetGivers(view: View) {
    const named = new Set(pictureHolders(view, torrent.infoHash).flatMap((holder) => holder.givers.peers))
    const newcomers = [...named].filter((giver) => !givers.includes(giver))
    for (const newcomer of newcomers) {
      const free = givers.findIndex((giver) => !named.has(giver))
      if (free === -1) givers.push(newcomer)
      else givers[free] = newcomer
    }
    if (newcomers.length > 0) changed()
  }

  return {
    thumbnail: () => thumbnail,
    unreadable: () => unreadable,
    isReading: () => underWay.size === maxReads,
    givers: () => givers,
    version: () => version,
    follow(view) {
      latest = view
      meetGivers(view)
      readOn()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}
