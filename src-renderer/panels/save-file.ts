/** Hands the person a file, through the browser's own way of saving one. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The browser has taken the address by the next turn, but not always within this one.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
