import { stripVTControlCharacters } from 'node:util'

/** How a failure begins in what Playwright, Vitest, TypeScript, Biome and the table of real clients print. */
const headlines = [
  /^ +\d+\) \[[\w-]+\] › /,
  /^ *FAIL {2}/,
  /\berror TS\d+: /,
  /^\S+(?::\d+:\d+)? (?:lint|assist|format|parse|ci)\b.*━/,
  /^failed +[\d.]+ s /,
]
/** Lines that take room and tell nothing: rules, pictures of the screen, and the source round the line that failed. */
const noise = /^ *(?:─+|attachment #\d.*|\S*test-failed-\d\S*|Error Context: .*|\d+ \|.*|\|[ ^]*|at \S.*|Call Log:)$/
const countsOfPlaywright = /^ +\d+ (?:failed|flaky|passed|skipped|interrupted|did not run)\b/

/**
 * The names of what failed and the first words of why, as far as they fit; the last lines of what was printed when no failure is found in it.
 * @param {string} output all that a part of the tests printed
 * @param {number} room how many lines may be said
 * @returns {string[]}
 */
export function whatFailed(output, room) {
  const lines = stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
  const failures = failuresIn(lines)
  if (failures.length === 0) return lines.slice(-room)
  const shown = failures.slice(0, failures.length > room ? room - 1 : room)
  const each = Math.max(1, Math.floor(room / failures.length))
  const said = shown.flatMap((failure) => failure.slice(0, each))
  return shown.length < failures.length ? [...said, `… and ${failures.length - shown.length} more`] : said
}

/**
 * Each failure: its headline and what follows it.
 * @param {readonly string[]} lines
 */
function failuresIn(lines) {
  /** @type {string[][]} */
  const failures = []
  let isIn = false
  for (const line of lines) {
    if (headlines.some((headline) => headline.test(line))) {
      failures.push([])
      isIn = true
    } else if (countsOfPlaywright.test(line)) isIn = false
    if (isIn && !noise.test(line)) failures.at(-1)?.push(line.replace(/ ─+$/, ''))
  }
  return failures
}
