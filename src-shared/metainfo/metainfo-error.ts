/** A .torrent that cannot be used; `message` is one sentence for the person who chose it, with what to do. */
export class MetainfoError extends Error {
  override readonly name = 'MetainfoError'
}
