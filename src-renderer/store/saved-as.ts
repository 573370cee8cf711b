/** Whether a path lies outside of a folder. Windows writes either slash, and capitals as it likes. */
export function isElsewhere(folder: string, path: string): boolean {
  const inside = `${plain(folder).replace(/\/$/, '')}/`
  return !plain(path).startsWith(inside)
}

function plain(path: string): string {
  return /^[a-z]:|\\/i.test(path) ? path.replaceAll('\\', '/').toLowerCase() : path
}
