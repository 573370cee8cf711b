/** How one client did in one case. */
export interface Cell {
  readonly client: string
  /** As it is installed here; empty where it is not. */
  readonly version: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'nobody could'
  readonly seconds: number
  /** What there is to know, or why it was skipped. */
  readonly note: string
}

const words = { passed: 'yes', failed: 'FAILED', skipped: 'skipped', 'nobody could': 'nobody could' } as const

/** The matrix in Markdown, a row for each of the titles that was played and a column a client, with the notes numbered below. */
export function tableOf(cells: readonly Cell[], allTitles: readonly string[]): string {
  const clients = [...new Map(cells.map(({ client, version }) => [client, `${client} ${version}`.trim()]))]
  const titles = allTitles.filter((title) => cells.some((cell) => cell.title === title))
  const notes = [...new Set(cells.map(({ note }) => note).filter((note) => note !== ''))]
  const textOf = (cell: Cell | undefined) => {
    if (!cell) return ''
    const { outcome, seconds, note } = cell
    const time = outcome === 'skipped' || outcome === 'nobody could' ? '' : `, ${Math.max(1, Math.round(seconds))} s`
    return `${words[outcome]}${time}${note === '' ? '' : ` (${notes.indexOf(note) + 1})`}`
  }
  const rows = titles.map((title) => [
    title,
    ...clients.map(([client]) => textOf(cells.find((cell) => cell.client === client && cell.title === title))),
  ])
  const lines = alignColumns([['case', ...clients.map(([, name]) => name)], ...rows])
  return [...lines, '', ...notes.map((note, index) => `${index + 1}. ${note}`)].join('\n').trimEnd()
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lineOf = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first = '', ...rest] = rows.map(lineOf)
  return [first, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest]
}
