/** What there is to know about a cell: a note, or why no client could play the case with this one. */
export interface Remark {
  readonly type: 'note' | 'nobody could'
  readonly sentence: string
}

/** One note of several parts; undefined where there is nothing to say. */
export function noteOf(...sentences: readonly (string | undefined)[]): Remark | undefined {
  const sentence = sentences.filter((part) => part !== undefined).join(' ')
  return sentence === '' ? undefined : { type: 'note', sentence }
}
