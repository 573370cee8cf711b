const unwanted = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}\uFEFF]/gu

/**
 * Text from the network made fit for showing: control and bidirectional characters and broken surrogates are removed,
 * and what is longer than `maxLength` code points ends in an ellipsis (which counts).
 */
export function cleanText(text: string, maxLength: number): string {
  const clean = text.replace(unwanted, '').trim()
  if (clean.length <= maxLength) return clean
  const points = [...clean]
  return points.length <= maxLength ? clean : `${points.slice(0, maxLength - 1).join('')}…`
}
