// IP addresses as text, read without any platform API: the screen checks what is typed with the same code as the peer.

const zero = '0'.charCodeAt(0)
const dot = '.'.charCodeAt(0) - zero
const noDigit = -1

/** Reads `a.b.c.d`, each 0–255 without leading zeros, as its four numbers; undefined when it is not that. */
export function parseIpv4(text: string): number[] | undefined {
  // Character by character: every address of every list comes this way.
  const numbers: number[] = []
  let number = noDigit
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - zero
    if (digit >= 0 && digit <= 9) {
      if (number === 0) return undefined
      number = number === noDigit ? digit : 10 * number + digit
      if (number > 255) return undefined
    } else {
      if (digit !== dot || number === noDigit || numbers.length === 3) return undefined
      numbers.push(number)
      number = noDigit
    }
  }
  if (numbers.length !== 3 || number === noDigit) return undefined
  return [...numbers, number]
}

/** Reads an IPv6 address (RFC 4291 §2.2, no zone) as its eight 16-bit groups; undefined when it is not one. */
export function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

function groupsOf(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const ipv4 = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4(part) : undefined
    if (ipv4) {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** The one spelling of an IP address: IPv6 as RFC 5952 has it, `::ffff:a.b.c.d` as `a.b.c.d`; undefined for anything else. */
export function canonicalIp(text: string): string | undefined {
  if (parseIpv4(text)) return text
  const groups = parseIpv6(text)
  if (!groups) return undefined
  return isMappedIpv4(groups) ? mappedIpv4(groups) : compress(groups)
}

function isMappedIpv4(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
}

function mappedIpv4(groups: readonly number[]): string {
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.')
}

function compress(groups: readonly number[]): string {
  const run = longestZeroRun(groups)
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  if (run.length < 2) return hex(groups)
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [i, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: i - length + 1, length }
  }
  return best
}
