import { cleanText } from '../../src-shared/clean-text.ts'

// Code points; four bytes each still fit the 255 that file systems take.
const maxLength = 60
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A name from a browser as a name that every file system takes and that never leaves its folder; `file` when nothing is left. */
export function safeFileName(given: string): string {
  const lastPart = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
  const plain = trim(shorten(trim(cleanText(lastPart, 1000).replace(/[<>:"|?*]/g, '_'))))
  return (windowsDevice.test(plain) ? `_${plain}` : plain) || 'file'
}

/** No hidden files, and Windows takes no name that ends in a dot or a blank. */
function trim(name: string): string {
  return name.replace(/^[.\s]+|[.\s]+$/g, '')
}

function shorten(name: string): string {
  const points = [...name]
  if (points.length <= maxLength) return name
  const dot = points.lastIndexOf('.')
  const extension = dot > points.length - 12 ? points.slice(dot) : []
  return [...points.slice(0, maxLength - extension.length), ...extension].join('')
}

/** `name`, or from the second attempt on `name (2)` with its extension kept. */
export function numbered(name: string, attempt: number): string {
  if (attempt === 1) return name
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${attempt})${name.slice(dot)}` : `${name} (${attempt})`
}
