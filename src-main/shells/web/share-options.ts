import type { CommandArgs } from '../../../src-shared/bridge.ts'

/** How a torrent is made, as the address of an upload says it; the command itself checks the numbers. */
export function shareOptions(query: URLSearchParams): Omit<CommandArgs<'share-file'>, 'path'> {
  const length = query.get('pieceLengthBytes')
  return { pieceLengthBytes: length === null ? null : Number(length), isPrivate: query.get('private') === 'yes' }
}
