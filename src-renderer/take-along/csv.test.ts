import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

/** The rows without the mark at the beginning. */
function rowsOf(csv: string): string[] {
  return csv.slice(1).split('\r\n')
}

describe('a table as CSV', () => {
  it('begins with the mark of UTF-8, and ends each row with CRLF', () => {
    expect(csvOf(['Peer', 'Pieces'], [['Zoë', 12]])).toBe('\uFEFFPeer,Pieces\r\nZoë,12\r\n')
  })

  it('puts commas, quotes and line ends in quotes', () => {
    expect(csvOf(['a, b'], [['say "hi"'], ['two\r\nlines'], [' blank']])).toBe(
      '\uFEFF"a, b"\r\n"say ""hi"""\r\n"two\r\nlines"\r\n" blank"\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('makes %s from the network plain text', (said) => {
    expect(rowsOf(csvOf(['x'], [[{ said }]]))[1]).toBe(`'${said}`)
  })

  it('is not tricked by white space before a formula', () => {
    expect(rowsOf(csvOf(['x'], [[{ said: '\t=1+1' }]]))[1]).toBe("'\t=1+1")
  })

  it('leaves its own words and numbers, and harmless names, as they are', () => {
    expect(rowsOf(csvOf(['x'], [['-'], [-5], [{ said: 'P1' }], [{ said: 'a=b' }]])).slice(1, 5)).toEqual([
      '-',
      '-5',
      'P1',
      'a=b',
    ])
  })
})
