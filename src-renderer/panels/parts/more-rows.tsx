/** A class makes thousands of links, and each row that is there is drawn at all news: so many are shown at first, and so many more at each wish. */
export const rowsAtATime = 20

export interface MoreRowsProps {
  shown: number
  all: number
  /** What the rows are: `links`. */
  what: string
  onMore(shown: number): void
}

/** Under a table that is not shown to its end: how much there is, and a way to more of it. */
export function MoreRows({ shown, all, what, onMore }: MoreRowsProps) {
  if (all <= shown) return null
  return (
    <p className="more-rows">
      {shown} of {all.toLocaleString('en-US')} {what}.{' '}
      <button type="button" className="link-like" onClick={() => onMore(shown + rowsAtATime)}>
        Show {Math.min(rowsAtATime, all - shown)} more
      </button>
    </p>
  )
}
