import { cleanText } from '../../src-shared/clean-text.ts'

// Code points; four bytes each still fit the 255 that file systems take, with room for what a part file adds.
const maxLength = 60
const maxExtensionLength = 12
const windowsDevice = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(\.|$)/i

/** A name from a browser or a torrent as one that every file system takes and that never leaves its folder; `file` when nothing is left. */
export function safeFileName(given: string): string {
  const lastPart = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
  const plain = trim(shorten(trim(cleanText(lastPart, 1000).replace(/[<>:"|?*]/g, '_')), maxLength))
  return (windowsDevice.test(plain) ? trim(shorten(`_${plain}`, maxLength)) : plain) || 'file'
}

/** `name`, or from the second attempt on `name (2)` with its extension kept and still short enough. */
export function numbered(name: string, attempt: number): string {
  if (attempt === 1) return name
  const number = ` (${attempt})`
  const [stem, extension] = split(shorten(name, maxLength - number.length))
  return `${stem}${number}${extension}`
}

/** No hidden files, and Windows takes no name that ends in a dot or a blank. */
function trim(name: string): string {
  return name.replace(/^[.\s]+|[.\s]+$/g, '')
}

function shorten(name: string, length: number): string {
  const points = [...name]
  if (points.length <= length) return name
  const [stem, extension] = split(name)
  return [...stem].slice(0, length - [...extension].length).join('') + extension
}

/** What comes before a short extension, and the extension with its dot. */
function split(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || [...name.slice(dot)].length >= maxExtensionLength) return [name, '']
  return [name.slice(0, dot), name.slice(dot)]
}
