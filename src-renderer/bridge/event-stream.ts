/** The longest unfinished line of an event stream, in characters; a whole view of a large swarm stays far below it. */
export const maxLineChars = 64 * 1024 * 1024

/**
 * Reads `data:` lines of Server-Sent Events out of a text stream, each passed on whole, however it was split.
 * Our own shell sends one line a message, so `event:`, `id:` and multi-line data are not needed. Throws past maxLineChars.
 */
export function createDataLineReader(onData: (data: string) => void): (chunk: string) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLineChars) throw new Error('a line of the feed is too long')
    for (const line of lines) {
      const data = /^data: ?(.*?)\r?$/.exec(line)?.[1]
      if (data !== undefined) onData(data)
    }
  }
}
