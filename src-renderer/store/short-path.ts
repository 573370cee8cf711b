/** A path of at most so many characters, with `…` for its middle: how it begins, and the end of its name. */
export function shortPath(path: string, most: number): string {
  const characters = [...path]
  if (characters.length <= most) return path
  const head = Math.floor((most - 1) / 3)
  return `${characters.slice(0, head).join('')}…${characters.slice(head - most + 1).join('')}`
}
