/** A cell of a table to be saved. `said`: text that came from the network, which a spreadsheet must never run. */
export type CsvCell = string | number | { readonly said: string }

// What spreadsheets take for the beginning of a formula; some skip the white space before it.
const formulaStart = /^\s*[=+\-@]/

/** A table as CSV (RFC 4180): CRLF after each row, cells in quotes where they must be, UTF-8 marked for spreadsheets. */
export function csvOf(heading: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${[heading, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`
}

function cellText(cell: CsvCell): string {
  const text = typeof cell === 'object' ? harmless(cell.said) : String(cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** An apostrophe before what a spreadsheet would take for a formula makes it plain text there. */
function harmless(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text
}
