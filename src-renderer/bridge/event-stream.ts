/** The longest unfinished line of an event stream, in characters; a whole view of a large swarm stays far below it. */
export const maxLineChars = 64 * 1024 * 1024

/**
 * Reads `data:` lines of Server-Sent Events out of a text stream, each passed on whole, however it was split.
 * Our own shell sends one line a message, so `event:`, `id:` and multi-line data are not needed. Throws past maxLineChars.
 */
export function createDataLineReader(onData: (data: string) => void): (chunk: string) => void {
  // A line of megabytes comes in hundreds of chunks: they are put together once, at its end.
  let parts: string[] = []
  let chars = 0
  function keep(part: string): void {
    parts.push(part)
    chars += part.length
    if (chars > maxLineChars) throw new Error('a line of the feed is too long')
  }
  return (chunk) => {
    let start = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      keep(chunk.slice(start, end))
      start = end + 1
      const data = dataOf(parts.join(''))
      parts = []
      chars = 0
      if (data !== null) onData(data)
    }
    keep(chunk.slice(start))
  }
}

/** What a line says after `data:`, or after `data: `; null for any other line. */
function dataOf(line: string): string | null {
  if (!line.startsWith('data:')) return null
  const start = line.startsWith('data: ') ? 6 : 5
  return line.slice(start, line.endsWith('\r') ? -1 : undefined)
}
